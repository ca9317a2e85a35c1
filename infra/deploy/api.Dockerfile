# Hotline.Api, the carrier's side. From the repository's root: docker build -f infra/deploy/api.Dockerfile -t hotline-api .
ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:10.0.400
ARG RUNTIME_IMAGE=mcr.microsoft.com/dotnet/aspnet:10.0

FROM ${SDK_IMAGE} AS build
WORKDIR /source
# Compiled ahead of time: a host that was started again serves its first callers at full speed.
ARG RUNTIME=linux-x64
# The projects first: packages are fetched again only when these change.
COPY global.json Directory.Build.props Directory.Packages.props BannedSymbols.txt .editorconfig ./
COPY Hotline.Core/Hotline.Core.csproj Hotline.Core/
COPY Hotline.Api/Hotline.Api.csproj Hotline.Api/
RUN dotnet restore Hotline.Api -r ${RUNTIME} -p:PublishReadyToRun=true
COPY Hotline.Core Hotline.Core
COPY Hotline.Api Hotline.Api
RUN dotnet publish Hotline.Api --no-restore -c Release -r ${RUNTIME} --self-contained false -p:PublishReadyToRun=true -o /out

FROM ${RUNTIME_IMAGE}
WORKDIR /app
COPY --from=build /out ./
ENV ASPNETCORE_URLS=http://+:8080
EXPOSE 8080
# The base image's own user, 1654, who owns nothing here.
USER $APP_UID
ENTRYPOINT ["dotnet", "Hotline.Api.dll"]
