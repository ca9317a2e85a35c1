# Hotline.Agent, the staff's side, with the console. From the repository's root: docker build -f infra/deploy/agent.Dockerfile -t hotline-agent .
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0.400
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0
ARG NODE_IMAGE=node:22-bookworm-slim

FROM ${NODE_IMAGE} AS node

FROM ${SDK_IMAGE} AS build
COPY --from=node /usr/local/bin/node /usr/local/bin/node
COPY --from=node /usr/local/lib/node_modules/npm /usr/local/lib/node_modules/npm
RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm
WORKDIR /source
# Compiled ahead of time: a host that was started again serves its first callers at full speed.
ARG RUNTIME=linux-x64
# The projects first: packages are fetched again only when these change.
COPY Hotline.Agent/console/package.json Hotline.Agent/console/package-lock.json Hotline.Agent/console/
RUN npm --prefix Hotline.Agent/console ci --no-audit --no-fund
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Hotline.Core/Hotline.Core.csproj Hotline.Core/
COPY Hotline.Agent/Hotline.Agent.csproj Hotline.Agent/
RUN dotnet restore Hotline.Agent -r ${RUNTIME} -p:PublishReadyToRun=true
COPY Hotline.Core Hotline.Core
COPY Hotline.Agent Hotline.Agent
# The console is built into Hotline.Agent/wwwroot, which publishing takes along.
RUN npm --prefix Hotline.Agent/console run build && dotnet publish Hotline.Agent --no-restore -c Release -r ${RUNTIME} --self-contained false -p:PublishReadyToRun=true -o /out

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /out ./
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
# The base image's own user, 1654, who owns nothing here.
USER $APP_UID
ENTRYPOINT ["dotnet", "Hotline.Agent.dll"]
