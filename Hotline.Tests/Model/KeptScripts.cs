namespace Hotline.Tests.Model;

/// <summary>Short scripts that miss one guard each, where random ones need long to come upon it. With the guards in place they break nothing.</summary>
internal static class KeptScripts
{
    private const string Rung = "A keep o1; A ready o1; A arrive c1; A enter c1 legal; A accept o1; A answer o1; ";
    private const string Talking = Rung + "A settle; ";
    private const string Other = "A keep o2; A ready o2; A accept o2; ";

    public static readonly IReadOnlyDictionary<string, string> ByGuard = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        // The end of the first operator's conference is told while the caller talks with the second in another.
        ["earlier-conference"] = Rung + "A tell c1 newest; A lose c1; A failring o1; A fire c1 endleg; A carry c1; " + Other + "A answer o2; A tell c1 newest; A carry c1; A tell c1 newest; A tell c1; A tell c1; A tell c1; A tell c1; A tell c1",
        ["extend-longest"] = Talking + "A end o1; A extend o1; A extend o1",
        // That she left is told before that she came.
        ["joined-after-leaving"] = Rung + "A tell c1; A tell c1; A tell c1; A tell c1; A carry c1; A hangup c1; A tell c1 second; A tell c1",
        // After a wipe the caller is the first to be heard of, and asks to go on.
        ["keep-live-call"] = Talking + "A end o1; A settle; A flush; B again c1; A keep o1",
        ["older-flag"] = Talking + "A hold o1; A unhold o1; A tell c1 newest; A settle",
        // The first operator's telephone, given up, comes into the conference while the second's rings.
        ["stale-leg-joins"] = Rung + "A failring o1; " + Other + "A tell c1 newest; A tell c1 newest; A carry c1; A tell c1 newest",
        // She was to be taken out of a conference into which her next operator came first.
        ["takeout-together"] = Rung + "A tell c1 newest; A failring o1; A carry c1; A tell c1 newest; A lose c1; " + Other + "A answer o2; A tell c1 newest; A fire c1 takeout",
    };
}
