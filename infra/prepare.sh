# shellcheck shell=bash
# What infra/run and infra/test share: installing what is missing and building what changed.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
stamps=$root/.run/stamps

say() { printf '%s\n' "$*" >&2; }

fail() {
  say "$(basename "$0"): $*"
  exit 1
}

need_dotnet() {
  command -v dotnet >/dev/null || fail "the .NET SDK is not installed; global.json says which is needed (https://dotnet.microsoft.com/download)"
  (cd "$root" && dotnet --version >/dev/null 2>&1) ||
    fail "no installed .NET SDK suits global.json ($(sed -n 's/.*"version": *"\([^"]*\)".*/\1/p' "$root/global.json") or a later patch); there is: $(dotnet --list-sdks | cut -d' ' -f1 | paste -sd' ')"
}

need_node() {
  { command -v node && command -v npm; } >/dev/null || fail "Node.js with npm is not installed; 20.19 or later is needed (https://nodejs.org)"
  node -e 'const [major, minor] = process.versions.node.split(".").map(Number); process.exit(major > 20 || (major === 20 && minor >= 19) ? 0 : 1)' ||
    fail "Node.js $(node --version) is too old; 20.19 or later is needed (https://nodejs.org)"
}

# need_packages PACKAGE...: Debian packages. What is here already is not touched; what may not be installed is named.
need_packages() {
  local package missing=() as_root=()
  for package in "$@"; do
    is_installed "$package" || missing+=("$package")
  done
  ((${#missing[@]})) || return 0
  command -v apt-get >/dev/null || fail "please install ${missing[*]}: this machine has no apt-get to do it with"
  if ((EUID != 0)); then
    sudo -n true 2>/dev/null || fail "please install ${missing[*]} (sudo apt-get install ${missing[*]}): this needs root, and sudo asks for a password"
    as_root=(sudo -n)
  fi
  say "installing ${missing[*]}"
  install_packages "${missing[@]}" || fail "apt-get could not install ${missing[*]}; see above"
}

is_installed() {
  case $1 in
    redis-server | chromium) command -v "$1" >/dev/null ;;
    *) dpkg-query -W -f '${Status}' "$1" 2>/dev/null | grep -q 'ok installed' ;;
  esac
}

# Uses the caller's as_root. A package's own service is not started: what runs here is ours, and is stopped with us.
install_packages() {
  local policy=/usr/sbin/policy-rc.d mine=0 result=0
  if [[ ! -e $policy ]]; then
    printf '#!/bin/sh\nexit 101\n' | "${as_root[@]}" tee "$policy" >/dev/null
    "${as_root[@]}" chmod +x "$policy"
    mine=1
  fi
  {
    "${as_root[@]}" apt-get update -qq &&
      "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
  } >&2 || result=$?
  if ((mine)); then
    "${as_root[@]}" rm -f "$policy"
  fi
  return "$result"
}

# fingerprint FOLDER: one line that changes when a file below it does; what is installed or built does not count.
fingerprint() {
  (cd "$1" && find . \( -name node_modules -o -name dist -o -name coverage \) -prune -o -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum)
}

is_stamped() { [[ -f $stamps/$1 && $(<"$stamps/$1") == "$2" ]]; }

stamp() {
  (umask 077 && mkdir -p "$stamps")
  printf '%s\n' "$2" >"$stamps/$1"
}

# install_npm_packages FOLDER: npm ci, once per lock file.
install_npm_packages() {
  local folder=$1 name lock
  [[ -f $folder/package-lock.json ]] || return 0
  name=npm-$(basename "$folder")
  lock=$(sha256sum <"$folder/package-lock.json")
  if [[ -d $folder/node_modules ]] && is_stamped "$name" "$lock"; then
    return 0
  fi
  say "installing the npm packages of ${folder#"$root"/}"
  (cd "$folder" && npm ci --no-audit --no-fund --loglevel=error) >&2 || fail "npm ci failed in $folder"
  stamp "$name" "$lock"
}

build_console() {
  local folder=$root/Hotline.Agent/console sources
  [[ -f $folder/package.json ]] || return 0
  install_npm_packages "$folder"
  sources=$(fingerprint "$folder")
  if [[ -f $root/Hotline.Agent/wwwroot/index.html ]] && is_stamped console "$sources"; then
    return 0
  fi
  say "building the console"
  (cd "$folder" && npm run build --silent) >&2 || fail "the console does not build; see above"
  stamp console "$sources"
}

# build_dotnet SOLUTION: no build server is left running afterwards.
build_dotnet() {
  say "building ${1##*/}"
  (cd "$root" && dotnet build "$1" -c Release --disable-build-servers -v quiet -nologo -tl:off -clp:NoSummary) >&2 || fail "the build of ${1##*/} failed; see above"
}

# publish_host PROJECT: as it is deployed, compiled ahead of time: a host that was started again serves its first callers at full speed.
publish_host() {
  local rid
  rid=$(dotnet --info | sed -n 's/^ *RID: *//p' | head -n 1)
  say "publishing $1"
  (cd "$root" && dotnet publish "$1" -c Release -r "$rid" --self-contained false -p:PublishReadyToRun=true --disable-build-servers \
    -v quiet -nologo -tl:off -clp:NoSummary -o ".run/published/$1") >&2 || fail "$1 cannot be published; see above"
}
