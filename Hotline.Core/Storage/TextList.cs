using System.Data;

namespace Hotline.Core.Storage;

/// <summary>Texts for <c>IN (@texts)</c>, each as <see cref="TypeHandlers.SetText"/> writes it. At most 1,000 at once.</summary>
internal sealed class TextList(IReadOnlyCollection<string> texts) : ParameterList<string>(texts)
{
    protected override void Set(IDbDataParameter parameter, string value) => TypeHandlers.SetText(parameter, value);
}
