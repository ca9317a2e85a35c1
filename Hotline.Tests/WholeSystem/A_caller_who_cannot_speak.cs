using System.Text.Json;
using Hotline.Tests.Servers;
using NUnit.Framework;

namespace Hotline.Tests.WholeSystem;

/// <summary>From the caller's keys to the operator's console, over the carrier, both hosts and the hub.</summary>
[Platform(Include = "Linux", Reason = "Signals and /proc.")]
internal sealed class A_caller_who_cannot_speak
{
    private static readonly TimeSpan Bound = TimeSpan.FromMinutes(12);

    private WholeHotline? _hotline;

    private WholeHotline Hotline => _hotline!;

    [OneTimeSetUp]
    public async Task StartAsync() => _hotline = await WholeHotline.StartAsync();

    [OneTimeTearDown]
    public async Task EndAsync()
    {
        if (_hotline is not null) await _hotline.DisposeAsync();
    }

    [Test]
    public Task Is_understood_before_and_after_her_operator_accepts() => TalkAsync().WaitAsync(Bound);

    private async Task TalkAsync()
    {
        var caller = await CallerOnTheLine.DialsAsync(Hotline.Carrier, "+8613800000301");
        await caller.HearsAsync("不方便说话");
        await caller.PressesAsync("1");
        await caller.HearsAsync("您现在安全吗");
        await caller.PressesAsync("2");

        await using var psych = await OperatorAtWork.SignsInAsync(Hotline.Agent, "psych");
        await psych.OpensConsoleAsync();
        await psych.WishesAsync("Ready");
        var (call, token) = await psych.IsOfferedAsync();
        await psych.Hub.SeesDeskAsync(desk => Answers(desk.GetProperty("offer")) == "safe=False!", "the card shows that she cannot speak, and her answer");

        await psych.DoneAsync("Accept", call, token);
        await psych.SeesAsync("Busy", call);
        await psych.Hub.SeesDeskAsync(desk => Answers(desk.GetProperty("call")) == "safe=False!", "and so does the call");

        await Eventually.True(() => Hotline.Record("SELECT COUNT(*) FROM call_events WHERE kind IN ('call.quiet', 'call.key-answer', 'escalation.raised')", r => r.GetInt32(0)).Single() == 3,
            "the record has what she said, her answer and the alarm it raised", TimeSpan.FromSeconds(20));
        await caller.HangsUpAsync();
    }

    private static string Answers(JsonElement view) => view is { ValueKind: JsonValueKind.Object } && view.GetProperty("quiet").GetBoolean()
        ? string.Join(' ', view.GetProperty("keyAnswers").EnumerateArray().Select(a => $"{a.GetProperty("question")}={a.GetProperty("yes")}{(a.GetProperty("danger").GetBoolean() ? "!" : "")}"))
        : "speaks";
}
