using System.Globalization;
using System.Text.RegularExpressions;

namespace Hotline.DevHost.Supervision;

/// <summary>
/// A part's output: all of it in <c>logs/name.log</c> (the run before in <c>name.log.1</c>), its errors on the screen too, its last lines in memory for
/// the message that says why it did not come up.
/// </summary>
internal sealed partial class PartLog : IDisposable
{
    private const int Kept = 20;

    private readonly Lock _lock = new();
    private readonly Queue<string> _tail = new();
    private readonly string _name;
    private readonly Screen _screen;
    private readonly StreamWriter _file;
    private bool _insideError;

    public PartLog(string folder, string name, Screen screen)
    {
        _name = name;
        _screen = screen;
        FilePath = Path.Combine(folder, $"{name}.log");
        if (File.Exists(FilePath))
            File.Move(FilePath, $"{FilePath}.1", overwrite: true);
        _file = new StreamWriter(FilePath, append: false) { AutoFlush = true };
    }

    public string FilePath { get; }

    public string Tail
    {
        get
        {
            lock (_lock)
                return _tail.Count == 0 ? "    (it wrote nothing)" : string.Join('\n', _tail.Select(line => $"    {line}"));
        }
    }

    public void Line(string text, bool isErrorStream)
    {
        lock (_lock)
        {
            Write(text);
            _insideError = ErrorLine().IsMatch(text) || (_insideError && text.StartsWith(' '));
            if (isErrorStream || _insideError)
                _screen.Complain(_name, text);
        }
    }

    /// <summary>A remark of the development host's own in the part's log: when and why it was started, stopped, restarted.</summary>
    public void Remark(string text)
    {
        lock (_lock)
        {
            var at = TimeProvider.System.GetUtcNow().ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
            Write($"=== {at}Z {text}");
        }
    }

    public void Dispose()
    {
        lock (_lock)
            _file.Dispose();
    }

    private void Write(string text)
    {
        // A part killed after our patience may have its last lines delivered when the log is closed already.
        if (_file.BaseStream is not { CanWrite: true })
            return;
        _file.WriteLine(text);
        _tail.Enqueue(text);
        if (_tail.Count > Kept)
            _tail.Dequeue();
    }

    [GeneratedRegex("""^(fail|crit)\b|"LogLevel":"(Error|Critical)"|^Unhandled exception""")]
    private static partial Regex ErrorLine();
}
