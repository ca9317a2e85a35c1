using System.Text.Json;
using System.Text.RegularExpressions;
using Hotline.Core.Directory;
using Hotline.Core.Routing;
using Hotline.Core.Starting;
using Hotline.Core.Storage;
using Hotline.Core.Telephony.Twilio;
using Hotline.Tests.Architecture;
using Microsoft.Extensions.Configuration;
using NUnit.Framework;

namespace Hotline.Tests.Deployment;

/// <summary>What can be known of the deployment files without an engine to run them: they say what the hosts understand, and no secret.</summary>
internal sealed partial class Deployment_files
{
    private static readonly string Folder = Path.Combine(SourceFile.Root, "infra", "deploy");
    private static readonly Yaml Compose = Yaml.Read(Text("compose.yaml")).Single();
    private static readonly Yaml[] Manifests = [.. Directory.GetFiles(Path.Combine(Folder, "kubernetes"), "*.yaml").Order().SelectMany(file => Yaml.Read(File.ReadAllText(file)))];
    private static readonly string[] Hosts = ["api1", "api2", "agent1", "agent2"];

    private static string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    private static Yaml Manifest(string kind, string name) => Manifests.Single(m => m["kind"].Text == kind && m["metadata"]["name"].Text == name);

    private static Yaml Container(string host) => Manifest("Deployment", host)["spec"]["template"]["spec"]["containers"].Items.Single();

    /// <summary>What the hosts are told in a cluster, with stand-ins for the secrets.</summary>
    private static Dictionary<string, string> ClusterSettings() => Manifest("ConfigMap", "hotline-settings")["data"].Members.ToDictionary(m => m.Key, m => m.Value.Text)
        .Concat(new Dictionary<string, string>
        {
            ["ConnectionStrings__Redis"] = "redis:6379,password=p",
            ["ConnectionStrings__Sql"] = "Server=sql;Database=hotline;User Id=u;Password=p",
            ["Twilio__AccountSid"] = "AC00000000000000000000000000012338",
            ["Twilio__AuthToken"] = "t",
        }).ToDictionary();

    /// <summary>What a host of the compose file is told, filled in.</summary>
    private static Dictionary<string, string> ComposeSettings(string host) => Compose["services"][host]["environment"].Members.ToDictionary(m => m.Key, m =>
        Placeholder().Replace(m.Value.Text, hole => hole.Groups["default"] is { Success: true, Value: var value } ? value : hole.Groups["name"].Value switch
        {
            "PUBLIC_BASE_URL" => "https://hotline.example.cn",
            "HOTLINE_NUMBER" => "+864718812338",
            _ => "filled-in",
        }));

    private static IEnumerable<TestCaseData> AllSettings() =>
        Hosts.Select(host => new TestCaseData(ComposeSettings(host)).SetArgDisplayNames(host)).Append(new TestCaseData(ClusterSettings()).SetArgDisplayNames("kubernetes"));

    [TestCaseSource(nameof(AllSettings))]
    public void Tell_the_hosts_only_what_they_understand(Dictionary<string, string> told)
    {
        var known = new[] { typeof(RoutingOptions), typeof(NetworkOptions), typeof(TwilioOptions), typeof(SealingOptions) }
            .SelectMany(type => type.GetProperties().Select(p => $"{type.Name[..^"Options".Length]}__{p.Name}"))
            .Concat(SettingName().Matches(File.ReadAllText(Path.Combine(SourceFile.Root, "README.md"))).Select(m => m.Groups[1].Value)).ToHashSet();
        Assert.That(told.Keys.Select(key => NumberAtEnd().Replace(key, "")).Where(key => !known.Contains(key) && !known.Contains(key + "__0")), Is.Empty);
    }

    [TestCaseSource(nameof(AllSettings))]
    public void Tell_the_hosts_what_they_accept(Dictionary<string, string> told)
    {
        var settings = new ConfigurationBuilder().AddInMemoryCollection(told.ToDictionary(s => s.Key.Replace("__", ":", StringComparison.Ordinal), string? (s) => s.Value)).Build();
        var storage = new StorageOptions();
        StorageOptions.Read(storage, settings);
        Assert.That(new StorageOptionsCheck().Validate(null, storage).FailureMessage, Is.Null);
        Assert.That(storage.Provider, Is.EqualTo("SqlServer"), "SQLite is for one machine's hosts alone");
        Assert.That(new TwilioOptionsCheck().Validate(null, settings.GetSection(TwilioOptions.Section).Get<TwilioOptions>()!).FailureMessage, Is.Null);
        Assert.That((settings.GetSection(NetworkOptions.Section).Get<NetworkOptions>() ?? new()).Faults(), Is.Empty);
        Assert.That((settings.GetSection(RoutingOptions.Section).Get<RoutingOptions>() ?? new()).Faults(), Is.Empty);
        ListenAddresses.Check(new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?> { ["urls"] = told["ASPNETCORE_URLS"] }).Build());
        Assert.That(told["ASPNETCORE_URLS"], Does.EndWith(":8080"), "where probes and HAProxy ask");
        Assert.That(told["Sealing__KeyFile"], Is.Not.Empty, "a key file made inside a container is lost with it");
        Assert.That(told, Does.Not.ContainKey("Sealing__CreateKeyFile"));
    }

    [Test]
    public void Hold_no_secret()
    {
        foreach (var (path, text) in Compose.Leaves())
            Assert.That(HoldsSecret(path, Placeholder().Replace(text, "")), Is.False, path);
        foreach (var manifest in Manifests)
        {
            Assert.That(manifest["kind"].Text, Is.Not.EqualTo("Secret"), "made from files that are not kept here");
            foreach (var (path, text) in manifest.Leaves()) Assert.That(HoldsSecret(path, text), Is.False, path);
        }
        Assert.That(Text(".env.example").Split('\n').Where(line => line.Length > 0 && !line.StartsWith('#')), Is.All.EndsWith("="));
        Assert.That(File.ReadAllLines(Path.Combine(SourceFile.Root, ".gitignore")), Does.Contain("infra/deploy/.env").And.Contain("infra/deploy/keys.json"));
    }

    [TestCase(".services.sql.environment.MSSQL_SA_PASSWORD", "Passw0rd")]
    [TestCase(".data.Twilio__AuthToken", "x")]
    [TestCase(".x.ConnectionStrings__Redis", "redis:6379,password=hunter2")]
    [TestCase(".command[2]", "redis-server --requirepass hunter2")]
    public void A_secret_is_seen(string path, string text) => Assert.That(HoldsSecret(path, text), Is.True);

    private static bool HoldsSecret(string path, string text) =>
        (SecretName().IsMatch(path) && text.Length > 0 && !path.EndsWith("ConnectionStrings__Redis", StringComparison.Ordinal) && !path.EndsWith("ConnectionStrings__Sql", StringComparison.Ordinal))
        || SecretValue().IsMatch(text);

    [Test]
    public void Every_placeholder_is_in_the_example()
    {
        var needed = Compose.Leaves().SelectMany(leaf => Placeholder().Matches(leaf.Text)).Where(m => !m.Groups["default"].Success).Select(m => m.Groups["name"].Value).Distinct();
        var given = Text(".env.example").Split('\n').Where(line => line.EndsWith('=')).Select(line => line[..^1]);
        Assert.That(given, Is.EquivalentTo(needed));
    }

    [Test]
    public void Redis_syncs_every_change_and_forgets_none()
    {
        var compose = Compose["services"]["redis"]["command"].Items.Last().Text;
        var pod = Manifest("StatefulSet", "redis")["spec"];
        var cluster = pod["template"]["spec"]["containers"].Items.Single()["command"].Items.Last().Text;
        foreach (var command in new[] { compose, cluster })
        {
            Assert.That(command, Does.Contain("--appendonly yes").And.Contain("--appendfsync always").And.Contain("--maxmemory-policy noeviction").And.Contain("--dir /data"));
            Assert.That(command, Does.Contain("--save \"\" "), "a snapshot that fails would make it refuse every change");
            Assert.That(command, Does.Contain("--maxmemory 1gb"), "full before what it runs in is");
        }
        Assert.That(Compose["services"]["redis"]["mem_limit"].Text, Is.EqualTo("2g"));
        Assert.That(pod["template"]["spec"]["containers"].Items.Single()["resources"]["limits"]["memory"].Text, Is.EqualTo("2Gi"));
        Assert.That(Compose["services"]["redis"]["volumes"].Items.Select(v => v.Text), Does.Contain("redis:/data"));
        Assert.That(pod["volumeClaimTemplates"].Items.Single()["metadata"]["name"].Text, Is.EqualTo("data"));
        Assert.That(pod["template"]["spec"]["containers"].Items.Single()["volumeMounts"].Items.Single()["mountPath"].Text, Is.EqualTo("/data"));
    }

    [TestCase("api", "Hotline.Api")]
    [TestCase("agent", "Hotline.Agent")]
    public void A_cluster_has_two_of_each_host_that_are_probed_and_drained(string host, string project)
    {
        var (spec, container) = (Manifest("Deployment", host)["spec"], Container(host));
        var pod = spec["template"]["spec"];
        Assert.That(spec["replicas"].Number, Is.GreaterThanOrEqualTo(2));
        Assert.That(spec["strategy"]["rollingUpdate"]["maxUnavailable"].Text, Is.EqualTo("0"));
        Assert.That(Manifest("PodDisruptionBudget", host)["spec"]["minAvailable"].Number, Is.LessThan(spec["replicas"].Number).And.AtLeast(1));
        var pause = container["lifecycle"]["preStop"]["sleep"]["seconds"].Number;
        Assert.That(pod["terminationGracePeriodSeconds"].Number, Is.GreaterThanOrEqualTo(pause + 40), "the pause, draining, and the host's own 30 s");
        Assert.That(pod["securityContext"]["runAsNonRoot"].Text, Is.EqualTo("true"));

        var health = SourceFile.All(project, "HealthEndpoints.cs").Single().Text;
        var probes = new[] { "startupProbe", "livenessProbe", "readinessProbe" }.Select(name => container[name]["httpGet"]["path"].Text).Distinct().ToList();
        Assert.That(probes, Is.EquivalentTo(new[] { "/health/live", "/health/ready" }));
        foreach (var probe in probes) Assert.That(health, Does.Match($"\"/?{probe["/health/".Length..]}\""), "the host answers there");
        var port = container["ports"].Items.Single();
        Assert.That((port["name"].Text, port["containerPort"].Text), Is.EqualTo(("http", "8080")));
    }

    [TestCase("api")]
    [TestCase("agent")]
    public void In_a_cluster_the_keys_are_one_secret_mounted_to_be_read(string host)
    {
        var mount = Container(host)["volumeMounts"].Items.Single();
        Assert.That(mount["readOnly"].Text, Is.EqualTo("true"));
        Assert.That(ClusterSettings()["Sealing__KeyFile"], Is.EqualTo(mount["mountPath"].Text + "/keys.json"));
        var volume = Manifest("Deployment", host)["spec"]["template"]["spec"]["volumes"].Items.Single();
        Assert.That((volume["name"].Text, volume["secret"]["secretName"].Text), Is.EqualTo((mount["name"].Text, "hotline-keys")));
    }

    [Test]
    public void Parts_of_a_cluster_find_each_other()
    {
        var files = Yaml.Read(Text("kubernetes/kustomization.yaml")).Single()["resources"].Items.Select(r => r.Text);
        Assert.That(files.Append("kustomization.yaml"), Is.EquivalentTo(Directory.GetFiles(Path.Combine(Folder, "kubernetes"), "*.yaml").Select(Path.GetFileName)));
        foreach (var workload in Manifests.Where(m => m["kind"].Text is "Deployment" or "StatefulSet"))
        {
            var name = workload["metadata"]["name"].Text;
            Assert.That(workload["spec"]["selector"]["matchLabels"]["app"].Text, Is.EqualTo(name));
            Assert.That(workload["spec"]["template"]["metadata"]["labels"]["app"].Text, Is.EqualTo(name));
            Assert.That(Manifest("Service", name)["spec"]["selector"]["app"].Text, Is.EqualTo(name));
        }
        foreach (var path in Manifests.Where(m => m["kind"].Text == "Ingress").SelectMany(m => m["spec"]["rules"].Items).SelectMany(r => r["http"]["paths"].Items))
            Assert.That(Manifest("Service", path["backend"]["service"]["name"].Text)["spec"]["ports"].Items.Single()["name"].Text, Is.EqualTo(path["backend"]["service"]["port"]["name"].Text));
        Assert.That(Manifests.Where(m => m["kind"].Text is not "Kustomization" and not "Namespace").Select(m => m["metadata"]["namespace"].Text), Is.All.EqualTo("hotline"));
    }

    [Test]
    public void On_one_machine_HAProxy_finds_two_of_each_host_and_they_believe_it_alone()
    {
        var proxy = Compose["services"]["haproxy"];
        string AddressOf(string service) => Compose["services"][service]["networks"]["hotline"]["ipv4_address"].Text;
        Assert.That(new[] { "API_1", "API_2", "AGENT_1", "AGENT_2" }.Select(name => proxy["environment"][name].Text), Is.EqualTo(Hosts.Select(host => AddressOf(host) + ":8080")));
        Assert.That(ComposeSettings("agent1")["Proxy__Trusted__0"], Is.EqualTo(AddressOf("haproxy")));
        Assert.That(proxy["volumes"].Items.Single().Text, Is.EqualTo("./haproxy/haproxy.cfg:/usr/local/etc/haproxy/haproxy.cfg:ro"));
        foreach (var host in Hosts)
        {
            var service = Compose["services"][host];
            Assert.That(service["secrets"].Items.Single().Text, Is.EqualTo("keys.json"));
            Assert.That(ComposeSettings(host)["Sealing__KeyFile"], Is.EqualTo("/run/secrets/keys.json"));
            Assert.That(service["stop_grace_period"].Text, Is.EqualTo("60s"));
            Assert.That(service["healthcheck"]["test"].Items.Last().Text, Does.Contain("/health/live").And.Contain("/8080"));
            Assert.That(File.Exists(Path.Combine(SourceFile.Root, service["build"]["dockerfile"].Text)));
        }
    }

    [TestCase("api", "Hotline.Api")]
    [TestCase("agent", "Hotline.Agent")]
    public void Images_are_built_with_the_pinned_SDK_and_run_as_nobody_special(string host, string project)
    {
        var text = Text($"{host}.Dockerfile");
        using var pinned = JsonDocument.Parse(File.ReadAllText(Path.Combine(SourceFile.Root, "global.json")));
        Assert.That(text, Does.Contain($"ARG SDK_IMAGE=mcr.microsoft.com/dotnet/sdk:{pinned.RootElement.GetProperty("sdk").GetProperty("version").GetString()}\n"));
        Assert.That(text, Does.Contain($"ENTRYPOINT [\"dotnet\", \"{project}.dll\"]").And.Contain("ENV ASPNETCORE_URLS=http://+:8080"));
        var last = text[text.LastIndexOf("\nFROM ", StringComparison.Ordinal)..];
        Assert.That(last, Does.StartWith("\nFROM ${RUNTIME_IMAGE}").And.Contain("\nUSER $APP_UID"));
        var ignored = File.ReadAllLines(Path.Combine(SourceFile.Root, ".dockerignore"));
        foreach (var source in CopiedSource().Matches(text).SelectMany(m => m.Groups[1].Value.Split(' ')).Distinct())
        {
            var path = Path.Combine(SourceFile.Root, source);
            Assert.That(File.Exists(path) || Directory.Exists(path), $"{source} is there to be copied");
            Assert.That(ignored, Does.Not.Contain(source));
        }
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Z_]+)(:\?|:-(?<default>[^}]*))\}")]
    private static partial Regex Placeholder();

    [GeneratedRegex(@"`([A-Za-z]+__[A-Za-z0-9_]+|ASPNETCORE_URLS|OTEL_[A-Z_]+)`")]
    private static partial Regex SettingName();

    [GeneratedRegex("__[0-9]+$")]
    private static partial Regex NumberAtEnd();

    [GeneratedRegex(@"(PASSWORD|(?<!ServiceAccount)Token|Secret|Sid|ConnectionStrings__\w+)$", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();

    [GeneratedRegex("""(password=|--requirepass |://[^/\s]*:)(?!["';,]|$|\s|\d+$|\d+/)[^\s;,$"]+""", RegexOptions.IgnoreCase)]
    private static partial Regex SecretValue();

    [GeneratedRegex(@"^COPY (?!--from)(.*) \S+$", RegexOptions.Multiline)]
    private static partial Regex CopiedSource();
}
