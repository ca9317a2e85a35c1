namespace Hotline.Simulator.Calls;

internal enum Sound
{
    Ring,
    Speech,
    Music,
    Human,

    /// <summary>The call waits for the party's own digits or voice: the first seconds are hers, what follows is silence.</summary>
    PartysTurn,

    /// <summary>The party speaks (a recording): nothing need be heard.</summary>
    PartySpeaks,
    Silence,

    /// <summary>Silence while the application is asked for a document: real time, whatever the speed.</summary>
    ApplicationSilence,
}

/// <summary>Measures how long a party hears nothing, in seconds on the telephone. Guarded by the switchboard's gate.</summary>
internal sealed class SilenceMeter(TimeProvider clock, double speed)
{
    public const double Tolerated = 2;
    private const double PartysTurn = 5;

    private Sound _sound = Sound.Ring;
    private long _since = clock.GetTimestamp();
    private double _atMost = double.MaxValue;
    private double _run;

    /// <param name="next">What is heard from now on.</param>
    /// <param name="atMost">How long it lasts as written, in seconds: a late timer, multiplied by the speed, is no silence of the application's.</param>
    /// <returns>The length of a silence that has just ended and was longer than tolerated.</returns>
    public double? Change(Sound next, double atMost = double.MaxValue)
    {
        _run += Elapsed();
        _since = clock.GetTimestamp();
        _sound = next;
        _atMost = atMost;
        if (next is Sound.Silence or Sound.ApplicationSilence)
            return null;
        var run = _run;
        _run = 0;
        return run > Tolerated ? Math.Round(run, 1) : null;
    }

    private double Elapsed()
    {
        var seconds = clock.GetElapsedTime(_since).TotalSeconds;
        var onTheTelephone = Math.Min(seconds * speed, _atMost);
        return _sound switch
        {
            Sound.Silence => onTheTelephone,
            Sound.ApplicationSilence => seconds,
            Sound.PartysTurn => Math.Max(0, onTheTelephone - PartysTurn),
            _ => 0,
        };
    }
}
