using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.AgentHost;

internal sealed class Console_files
{
    [Test]
    public async Task Are_served_with_the_right_caches_and_every_page_is_the_index()
    {
        await using var redis = await RedisServer.StartAsync();
        using var installation = new Installation();
        var assets = System.IO.Directory.CreateDirectory(Path.Combine(installation.Folder, "wwwroot", "assets")).FullName;
        await File.WriteAllTextAsync(Path.Combine(assets, "index-abc123.js"), "1");
        await File.WriteAllTextAsync(Path.Combine(assets, "..", "index.html"), "<title>12338</title>");
        await using var host = StaffHost.Open(redis, installation);
        using var stranger = host.Nobody();
        async Task<(int, string, string)> Get(string path)
        {
            using var answer = await stranger.Http.GetAsync(new Uri(path, UriKind.Relative));
            return ((int)answer.StatusCode, answer.Headers.CacheControl?.ToString() ?? "", await answer.Content.ReadAsStringAsync());
        }
        Assert.That(await Get("/"), Is.EqualTo((200, "no-cache", "<title>12338</title>")));
        Assert.That(await Get("/calls/12"), Is.EqualTo((200, "no-cache", "<title>12338</title>")));
        Assert.That(await Get("/assets/index-abc123.js"), Is.EqualTo((200, "public, max-age=31536000, immutable", "1")));
        Assert.That((await Get("/assets/gone.js")).Item1, Is.EqualTo(404));
        Assert.That((await Get("/api/nothing")).Item1, Is.EqualTo(404));
    }

    [Test]
    public async Task Not_built_yet_are_explained()
    {
        await using var redis = await RedisServer.StartAsync();
        using var installation = new Installation();
        await using var host = StaffHost.Open(redis, installation, ("Console:Folder", Path.Combine(installation.Folder, "not-built")));
        using var stranger = host.Nobody();
        using var answer = await stranger.Http.GetAsync(new Uri("/", UriKind.Relative));
        Assert.That((int)answer.StatusCode, Is.EqualTo(503));
        Assert.That(await answer.Content.ReadAsStringAsync(), Does.Contain("npm run build"));
    }
}
