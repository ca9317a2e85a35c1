using System.Reflection;
using Hotline.Core.Calls;
using Hotline.Core.Contact;
using Hotline.Core.Directory;
using Hotline.Core.Staff;
using Hotline.Core.Telephony;
using Hotline.Core.Telephony.Twilio;
using Hotline.Tests.Architecture;
using NUnit.Framework;

namespace Hotline.Tests.Contact;

/// <summary>
/// Every way in which the product reaches a telephone, found by reflection and in the compiled code: each is behind the gate, or listed with the reason why
/// it reaches nobody but our own people.
/// </summary>
public sealed class Outbound_acts
{
    private const string Gate = $"{nameof(ContactGate)}.{nameof(ContactGate.Judge)}";

    /// <summary>Who is reached is staff, whose number an administrator entered for the purpose.</summary>
    private static readonly Dictionary<string, string> OwnStaff = new(StringComparer.Ordinal)
    {
        ["CarrierEffects.RingAsync → ITelephony.RingOperatorAsync"] = "the operator's or duty telephone of an accepted offer",
        ["JoinEffects.RingHelperAsync → ITelephony.RingHelperAsync"] = "the telephone of a colleague who joins the call",
        ["JoinEffects.RingServiceAsync → ITelephony.RingServiceAsync"] = "110 or 120, by the numbers of the settings, asked for by whoever is in the call",
        ["TwilioWebhooks.DutyTelephone → DialTelephone..ctor"] = "writes the verb; who asks for it is listed too",
        ["VoiceDocuments.Duty → TwilioWebhooks.DutyTelephone"] = "duty telephones of last resort, by the caller's own documents",
    };

    private static readonly Assembly[] Production = [typeof(ContactGate).Assembly, Assembly.Load("Hotline.Api"), Assembly.Load("Hotline.Agent")];

    /// <summary>An order that says more than a call, a leg, a skill or one of us may name somebody new: it reaches her.</summary>
    private static bool Reaches(MethodInfo method) => method.GetParameters().Any(p =>
    {
        var type = Nullable.GetUnderlyingType(p.ParameterType) ?? p.ParameterType;
        return !type.IsPrimitive && !type.IsEnum && type != typeof(CallId) && type != typeof(LegId) && type != typeof(StaffId) && type != typeof(Skill) && type != typeof(CancellationToken);
    });

    /// <summary>Verbs of our documents that ring a telephone: they carry its number.</summary>
    private static IEnumerable<Type> Verbs => typeof(TwiML).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(Verb)));

    private static readonly IReadOnlyList<string> Acts =
    [
        .. typeof(ITelephony).GetMethods().Where(Reaches).Select(m => $"{nameof(ITelephony)}.{m.Name}"),
        .. Ringing.Select(v => $"{v.Name}..ctor"),
        // Words that stay at her place, where somebody else may hear them.
        "VoiceDocuments.AgreedSentence",
        // What hands such a verb on is one too, or whoever asks for it would be seen by nobody.
        .. from type in Production.SelectMany(a => a.GetTypes())
           from method in type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly)
           where Ringing.Contains(method.ReturnType) && !method.Name.StartsWith('<')
           select $"{type.Name}.{method.Name}",
    ];

    private static IReadOnlyList<Type> Ringing => [.. Verbs.Where(v => v.GetProperty("Number") is not null)];

    private static IEnumerable<string> Ungated(IEnumerable<CallSite> sites)
    {
        foreach (var body in sites.GroupBy(s => s.In))
        {
            var asked = body.Where(s => s.Of == Gate).Select(s => (int?)s.At).Min();
            // Asked first, in the same body: a verdict from elsewhere may be of another act or another moment.
            // A record's own copying is no call site.
            foreach (var act in body.Where(s => Acts.Contains(s.Of) && !(asked < s.At) && s.In.Split('.')[0] != s.Of.Split('.')[0])) yield return $"{act.In} → {act.Of}";
        }
    }

    [Test]
    public void Are_what_the_carrier_can_be_ordered_to_do()
    {
        Assert.That(Acts, Does.Contain("ITelephony.RingOperatorAsync").And.Contain("ITelephony.RingCallerAsync").And.Contain("DialTelephone..ctor"));
        Assert.That(Acts, Has.None.EqualTo("ITelephony.EndLegAsync"), "about a leg there is already");
        Assert.That(Verbs.Select(v => v.Name).Except(["Say", "Play", "Pause", "Gather", "Redirect", "Hangup", "Reject", "DialConference", "DialTelephone", "Record"]), Is.Empty,
            "a new verb of our documents: does it reach somebody?");
    }

    [Test]
    public void Pass_the_gate_or_are_listed()
    {
        var sites = Production.SelectMany(CallSites.In).ToList();
        Assert.That(sites.Where(s => s.Of == Gate).Select(s => s.In), Does.Contain("CarrierEffects.CallBackAsync").And.Contain("CallBackMachine.DocumentAsync").And.Contain("Pager.TextAsync").And.Contain("Pager.RingAsync"));
        var ungated = Ungated(sites).Distinct().ToList();
        Assert.That(ungated.Except(OwnStaff.Keys), Is.Empty, "neither behind the gate nor listed");
        Assert.That(OwnStaff.Keys.Where(k => Acts.Contains(k.Split(" → ")[1])).Except(ungated), Is.Empty, "listed, and not there any more");
        Assert.That(sites.Where(s => s.Of == "ITelephony.RingCallerAsync").Select(s => s.In).Distinct(), Is.EqualTo(new[] { "CarrierEffects.CallBackAsync" }), "who dials a caller");
        Assert.That(sites.Where(s => s.Of == "VoiceDocuments.AgreedSentence").Select(s => s.In).Distinct(), Is.EqualTo(new[] { "CallBackMachine.DocumentAsync" }), "who speaks to a voicemail");
    }

    [Test]
    public void Go_out_by_the_carrier_adapter_alone()
    {
        var elsewhere = new[] { "Hotline.Core", "Hotline.Api", "Hotline.Agent" }.SelectMany(folder => SourceFile.All(folder, "*.cs"))
            .Where(file => !file.Path.StartsWith("Hotline.Core/Telephony/Twilio/", StringComparison.Ordinal))
            .Where(file => file.Code.Contains("Calls.json", StringComparison.Ordinal) || file.Code.Contains("Messages.json", StringComparison.Ordinal) || file.Code.Contains("new HttpClient", StringComparison.Ordinal));
        Assert.That(elsewhere.Select(f => f.Path), Is.Empty);
    }

    [Test]
    public void That_pass_no_gate_or_pass_it_too_late_are_caught()
    {
        var caught = Ungated(CallSites.In(typeof(Outbound_acts).Assembly).Where(s => s.In.StartsWith("Outbound_acts/Careless.", StringComparison.Ordinal)));
        Assert.That(caught, Is.EquivalentTo(new[]
        {
            "Outbound_acts/Careless.DialsAsync → ITelephony.RingCallerAsync", "Outbound_acts/Careless.AsksAfterwardsAsync → ITelephony.RingCallerAsync",
            "Outbound_acts/Careless.Hides → ITelephony.RingCallerAsync", "Outbound_acts/Careless.Writes → DialTelephone..ctor",
        }));
    }

    /// <summary>Deliberate violations, and one that does it right.</summary>
    private static class Careless
    {
        public static async Task DialsAsync(ITelephony telephony, RingCaller order) => await telephony.RingCallerAsync(order, CancellationToken.None);

        public static async Task AsksAfterwardsAsync(ITelephony telephony, RingCaller order, ContactMoment moment)
        {
            await telephony.RingCallerAsync(order, CancellationToken.None);
            ContactGate.Judge(OutboundAct.CallBack, null, moment);
        }

        public static Func<RingCaller, Task> Hides(ITelephony telephony) => order => telephony.RingCallerAsync(order, CancellationToken.None);

        public static DialTelephone Writes() => new DialTelephone("+8613800005678", "12338", "https://x/a", "https://x/b", 20, 60);

        public static async Task AsksFirstAsync(ITelephony telephony, RingCaller order, ContactMoment moment)
        {
            if (ContactGate.Judge(OutboundAct.CallBack, null, moment).May) await telephony.RingCallerAsync(order, CancellationToken.None);
        }
    }
}
