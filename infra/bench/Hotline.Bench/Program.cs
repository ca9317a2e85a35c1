using Hotline.Bench;

if (args.Any(argument => argument is "--help" or "-h"))
{
    using var help = typeof(Session).Assembly.GetManifestResourceStream("help.txt")!;
    await help.CopyToAsync(Console.OpenStandardOutput());
    return 0;
}

using var stop = new StopSignals();
try
{
    return await Session.RunAsync(CommandLine.Parse(args), stop.Token);
}
catch (NotUnderstoodException e)
{
    await Console.Error.WriteLineAsync($"bench: {e.Message}; --help lists everything");
    return 2;
}
catch (CannotMeasureException e)
{
    await Console.Error.WriteLineAsync($"bench: {e.Message}");
    return 1;
}
catch (OperationCanceledException) when (stop.Token.IsCancellationRequested)
{
    return 130;
}
