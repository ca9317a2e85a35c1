using System.Globalization;
using System.Net.Http.Json;
using Hotline.Bench.Running;

namespace Hotline.Bench.Operators;

/// <summary>Makes operators' accounts over the administrator's interface, and signs them in as a browser would.</summary>
internal sealed class Accounts(Installation installation) : IDisposable
{
    private readonly string _password = Installation.NewSecret();
    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false, UseCookies = false }) { BaseAddress = installation.Agents[0] };
    private string? _admin;

    public async Task SignInAdministratorAsync(CancellationToken stop) => _admin = await SignInAsync("admin", installation.Password, stop);

    /// <summary>The session's cookie.</summary>
    /// <param name="skills">Codes, each held at level 1.</param>
    public async Task<string> MakeAndSignInAsync(string userName, int number, IEnumerable<string> skills, CancellationToken stop)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/staff")
        {
            Content = JsonContent.Create(new
            {
                userName,
                displayName = userName,
                password = _password,
                roles = (string[])["Operator"],
                centre = "main",
                skills = skills.Select(skill => new { skill, level = 1 }),
                endpoint = string.Create(CultureInfo.InvariantCulture, $"sip:desk-{number}@bench.local"),
            }),
        };
        request.Headers.Add("Cookie", _admin);
        using var response = await _http.SendAsync(request, stop);
        if (!response.IsSuccessStatusCode)
            throw new CannotMeasureException($"the account {userName} could not be made: {(int)response.StatusCode} {await response.Content.ReadAsStringAsync(stop)}");
        return await SignInAsync(userName, _password, stop);
    }

    public void Dispose() => _http.Dispose();

    private async Task<string> SignInAsync(string userName, string password, CancellationToken stop)
    {
        using var response = await _http.PostAsJsonAsync("/api/session", new { userName, password }, stop);
        return response.IsSuccessStatusCode && response.Headers.TryGetValues("Set-Cookie", out var cookies)
            ? string.Join("; ", cookies.Select(cookie => cookie.Split(';')[0]))
            : throw new CannotMeasureException($"{userName} could not sign in: {(int)response.StatusCode}");
    }
}
