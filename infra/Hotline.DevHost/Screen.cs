namespace Hotline.DevHost;

/// <summary>What the developer sees. Once silenced nothing more appears: a demo's last line stays the last.</summary>
internal sealed class Screen
{
    private readonly Lock _lock = new();
    private bool _silent;

    public void Say(string text)
    {
        lock (_lock)
        {
            if (!_silent)
                Console.Out.WriteLine(text);
        }
    }

    public void Complain(string part, string text)
    {
        lock (_lock)
        {
            if (!_silent)
                Console.Error.WriteLine($"{part,-9} | {text}");
        }
    }

    public void Silence()
    {
        lock (_lock)
            _silent = true;
    }
}
