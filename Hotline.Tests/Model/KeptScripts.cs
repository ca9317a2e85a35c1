namespace Hotline.Tests.Model;

/// <summary>Short scripts that miss one guard each, where random ones need long to come upon it. With the guards in place they break nothing.</summary>
internal static class KeptScripts
{
    private const string Rung = "A keep o1; A ready o1; A arrive c1; A enter c1 legal; A accept o1; A answer o1; ";
    private const string Talking = Rung + "A settle; ";

    // She has booked and hung up; her operator is with the conference and her telephone rings.
    private const string Booked = "A arrive c1; A enter c1 legal; A book c1; A hangup c1; A settle; ";
    private const string Dialled = Booked + "A keep o1; A ready o1; A accept o1; A answer o1; A settle; ";
    private const string DialledAgain = "A miss c1; A fire c1 ring; A fire c1 recall; A accept o1; A answer o1; A tell c1 newest; ";
    // She is in danger, and somebody stands by her.
    private const string Danger = "A arrive c1; A crisis c1; A keep o1; A keep o2; ";
    private const string Held = Danger + "A acknowledge o1 c1; ";
    private const string Other = "A keep o2; A ready o2; A accept o2; ";

    /// <summary>Faults that random scripts have found, one script each; they must stay mended.</summary>
    public static readonly string[] Found =
    [
        "A keep o1; A ready o1; A keep o2; A ready o2; A arrive c2; A tell c1; B arrive c1 anew | A claim c1 ring | A beat c2; B enter c1 legal; B beat c3; B accept o2; A answer o2; A answer o3 old; A arrive c4; A settle; A fire c2 offer; B fire o1 debrief; A enter c4 legal; B fire c4 phones; B pick c3 | B fire c3 widen old | B off o2; A fire o1 wrap | A fire c3 caller | B tell c1; A hangup c1; A answer o3; B settle; A book c4 | B tell c2 twice | B fire c3 recall; A finish o2",
        "A keep o1; A fire o1 lease; A ready o1",
        "A keep o1; A fire o1 lease; A flush; A beats",
        "A keep o3; A ready o3; A arrive c1; A crisis c1; A accept o3 refused; A ready o3; A fire c1 offer; A hangup c1; A settle",
        Talking + "A end o1; A flush; A beats",
        Talking + "A end o1; A settle; A again c1; A flush; B keep o1; A beat c1; A settle",
        "A keep o1; A ready o1; A keep o2; A arrive c1; A avoid c1 o2; A arrive c2; A enter c2 legal; A avoid c2 o2; A ready o2; A unavoid c2 o2",
        Rung + "A tell c1 newest; A failring o1; A carry c1; A tell c1 newest; A lose c1; A beat c1; A settle",
        Rung + "A hangup c1; A flush; A beats; A reconcile",
        "A arrive c2; A enter c2 legal; A settle; A settle; A hangup c2; A settle; A stay c2",
        // She answers a moment after nobody waited for her any more, and her leg was to be ended.
        Dialled + "A fire c1 ring; A pick c1; A fire c1 endleg; A settle",
        // Two calls of one number, of which one stands further back, and the avoidance of an operator who is ready is lifted.
        "A keep o1; A ready o1; A keep o2; A ready o2; A keep o3; A ready o3; B fire c3 expire old; B arrive c3; A accept o1 | B arrive c2 | B tell c1; A keep o3 skills2; A arrive c4; B avoid c4 o2; A carry c1 | B tell c4 | B beat c2; A enter c3 legal; B again c4; A arrive c1 | B accept o1 | A reconcile; B accept o3 o2 | A enter c1 psychological | A accept o1 o2; A unavoid c4 o2",
    ];

    public static readonly IReadOnlyDictionary<string, string> ByGuard = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["accept-over"] = "A keep o1; A ready o1; A arrive c1; A enter c1 legal; A hangup c1; A settle; A accept o1 old",
        ["decline-over"] = "A keep o1; A ready o1; A arrive c1; A enter c1 legal; A hangup c1; A settle; A decline o1 old",
        ["join-second-leg"] = Talking + "A join o1 second",
        // A duty telephone that cannot be rung: whichever of them it is.
        ["pause-away"] = "A arrive c1; A enter c1 crisis; A fire c1 phones; A failring o8; A failring o9",
        ["acknowledge-once"] = Held + "A acknowledge o2 c1",
        ["dropped-in-danger"] = Talking + "A hangup c1; A settle",
        ["escalation-again"] = "A keep o1; A raise o1; A raise o1",
        ["escalation-cause-once"] = Danger + "A crisis c1",
        ["escalation-once"] = Danger + "A crisis c1",
        ["hold-foreign"] = Held + "A handback o2 c1; A close o2 c1",
        ["restore-known"] = Danger + "A restore",
        ["answer-earlier"] = Dialled + "A fire c1 ring; A fire c1 recall; A accept o1; A answer o1; A dial c1 lost; A tell c1 newest; A pick c1; A settle",
        // She dials herself while her telephone rings.
        ["answer-foreign"] = Dialled + "A arrive c1 anew; A enter c1 legal; A pick c1",
        ["answer-gone"] = Dialled + "A miss c1; A settle; A pick c1 late",
        ["block-in-crisis"] = "A arrive c1; A block c1; A enter c1 crisis",
        ["block-over"] = "A arrive c1; A block c1 past; A enter c1 legal",
        ["book-gone"] = "A arrive c1; A enter c1 legal; A hangup c1; A settle; A book c1",
        ["book-in-danger"] = "A arrive c1; A enter c1 crisis; A book c1",
        ["book-in-offer"] = "A keep o1; A ready o1; A arrive c1; A enter c1 legal; A book c1",
        ["book-once"] = "A arrive c1; A enter c1 legal; A book c1; A book c1",
        ["booked-late"] = "A arrive c1; A enter c1 legal; A book c1; A beat c1",
        ["dial-known"] = Dialled + "A fire c1 dial",
        // What is told of the first dialling comes while the second is under way.
        ["earlier-dial-ends"] = Dialled + DialledAgain + "A tell c1 second; A tell c1; A tell c1",
        ["fail-earlier"] = Dialled + DialledAgain + "A order c1 failed",
        ["note-earlier"] = Dialled + DialledAgain + "A order c1 noted",
        ["number-share"] = "A arrive c1; A enter c1 legal; A arrive c4; A enter c4 legal",
        ["mark-same"] = "A arrive c1; A enter c1 legal; A block c1; A block c1",
        ["policy-read"] = "A arrive c1; A enter c1 legal; A policy wide; A beat c1",
        ["stale-dial"] = Dialled + "A fire c1 dial; A fire c1 dial old",
        ["stale-expire"] = "A arrive c1; A enter c1 legal; A book c1; A stay c1; A fire c1 expire old",
        ["stale-recall"] = Dialled + "A miss c1; A settle; A fire c1 recall; A accept o1; A fire c1 recall old",
        ["avoided-desk"] = "A keep o1; A ready o1; A keep o2; A ready o2; A arrive c1; A enter c1 legal; A avoid c1 o2; A accept o1; A fire c1 ring",
        // Her telephone failed for the first caller; since then she is ready again and has been offered the second.
        ["blamed-since"] = "A keep o1; A ready o1; A arrive c1; A enter c1 legal; A accept o1; A fire c1 ring; A arrive c2; A enter c2 legal; A ready o1; A hangup c1; A settle",
        ["counsellor-away"] = Talking + "A end o1; A finish o1; A off o1; A hangup c1; A settle; A arrive c1; A enter c1 legal",
        // She dials again while her counsellor still counts as talking with her.
        ["counsellor-busy"] = Talking + "A hangup c1; A arrive c1; A enter c1 legal",
        // The end of the first operator's conference is told while the caller talks with the second in another.
        ["earlier-conference"] = Rung + "A tell c1 newest; A lose c1; A failring o1; A fire c1 endleg; A carry c1; " + Other + "A answer o2; A tell c1 newest; A carry c1; A tell c1 newest; A tell c1; A tell c1; A tell c1; A tell c1; A tell c1",
        ["enter-gone"] = "A arrive c1; A hangup c1; A flush; A settle; A enter c1 legal; A settle",
        ["extend-longest"] = Talking + "A end o1; A extend o1; A extend o1",
        // That she left is told before that she came.
        ["joined-after-leaving"] = Rung + "A tell c1; A tell c1; A tell c1; A tell c1; A carry c1; A hangup c1; A tell c1 second; A tell c1",
        // After a wipe the caller is the first to be heard of, and asks to go on.
        ["keep-live-call"] = Talking + "A end o1; A settle; A flush; B again c1; A keep o1",
        ["lost-desk"] = "A keep o1; A ready o1; A arrive c1; A enter c1 legal; A accept o1; A fire o1 lease; A hangup c1; A settle",
        // The console was heard of while the host slept that had claimed its lease.
        ["lost-claim"] = "A keep o1; A ready o1; A claim o1 lease; B keep o1; A wake",
        ["older-flag"] = Talking + "A hold o1; A unhold o1; A tell c1 newest; A settle",
        ["phone-in-use"] = "A arrive c1; A enter c1 crisis; A fire c1 phones; A arrive c2; A enter c2 crisis; A fire c2 phones",
        // After a risk call she went on at once, and has the next caller when the pause would be over.
        ["stale-debrief"] = "A keep o3; A ready o3; A arrive c1; A enter c1 crisis; A accept o3; A answer o3; A settle; A end o3; A finish o3; A ready o3; A arrive c2; A enter c2 crisis; A fire o3 debrief",
        ["stale-purge"] = Talking + "A end o1; A settle; A finish o1; A again c1; A fire c1 purge old",
        ["stale-takeout"] = Rung + "A tell c1 newest; A failring o1; A carry c1; A tell c1 newest; A carry c1; A settle; A fire c1 takeout old",
        // Her counsellor left while she waited for her alone, and she hung up.
        ["stale-widen"] = Talking + "A end o1; A finish o1; A break o1; A hangup c1; A settle; A arrive c1; A enter c1 legal; A off o1; A hangup c1; A settle; A fire c1 unhold",
        ["stale-wrap"] = Talking + "A end o1; A fire o1 wrap; A fire o1 wrap old",
        // The first operator's telephone, given up, comes into the conference while the second's rings.
        ["stale-leg-joins"] = Rung + "A failring o1; " + Other + "A tell c1 newest; A tell c1 newest; A carry c1; A tell c1 newest",
        // She was to be taken out of a conference into which her next operator came first.
        ["takeout-together"] = Rung + "A tell c1 newest; A failring o1; A carry c1; A tell c1 newest; A lose c1; " + Other + "A answer o2; A tell c1 newest; A fire c1 takeout",
        // She asked to go on, and waits again while her operator writes.
        ["finish-elsewhere"] = Talking + "A end o1; A again c1; A finish o1",
        ["wrap-elsewhere"] = Talking + "A end o1; A again c1; A fire o1 wrap",
    };
}
