using System.Reflection;
using System.Reflection.Emit;
using System.Reflection.Metadata;
using System.Reflection.Metadata.Ecma335;
using System.Reflection.PortableExecutable;
using System.Text.RegularExpressions;

namespace Hotline.Tests.Contact;

/// <summary>One call in compiled code: in which method (<c>Type.Method</c>, as it was written), of what, and how far into its body.</summary>
internal sealed record CallSite(string In, string Of, int At);

/// <summary>Every call an assembly makes, from its IL: what a text search would miss (a delegate, a lambda, an odd spelling) is here.</summary>
internal static partial class CallSites
{
    private static readonly Dictionary<short, OperandType> Operands = typeof(OpCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(f => (OpCode)f.GetValue(null)!).ToDictionary(o => o.Value, o => o.OperandType);

    public static IReadOnlyList<CallSite> In(Assembly assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly.Location));
        var metadata = file.GetMetadataReader();
        List<CallSite> found = [];
        foreach (var handle in metadata.MethodDefinitions)
        {
            var method = metadata.GetMethodDefinition(handle);
            if (method.RelativeVirtualAddress == 0) continue;
            var home = Written(TypeName(metadata, method.GetDeclaringType()), metadata.GetString(method.Name));
            var body = file.GetMethodBody(method.RelativeVirtualAddress).GetILReader();
            while (body.RemainingBytes > 0)
            {
                var at = body.Offset;
                short code = body.ReadByte();
                if (code == 0xFE) code = (short)(0xFE00 | body.ReadByte());
                switch (Operands[code])
                {
                    case OperandType.InlineNone: break;
                    case OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar: body.ReadByte(); break;
                    case OperandType.InlineVar: body.ReadInt16(); break;
                    case OperandType.InlineI8 or OperandType.InlineR: body.ReadInt64(); break;
                    case OperandType.InlineSwitch:
                        for (var n = body.ReadInt32(); n > 0; n--) body.ReadInt32();
                        break;
                    case OperandType.InlineMethod or OperandType.InlineTok:
                        if (Named(metadata, MetadataTokens.EntityHandle(body.ReadInt32())) is { } called) found.Add(new(home, called, at));
                        break;
                    default: body.ReadInt32(); break;
                }
            }
        }
        return found;
    }

    private static string? Named(MetadataReader metadata, EntityHandle handle)
    {
        switch (handle.Kind)
        {
            case HandleKind.MethodDefinition:
                var method = metadata.GetMethodDefinition((MethodDefinitionHandle)handle);
                return $"{TypeName(metadata, method.GetDeclaringType())}.{metadata.GetString(method.Name)}";
            case HandleKind.MemberReference:
                var member = metadata.GetMemberReference((MemberReferenceHandle)handle);
                return member.Parent.Kind switch
                {
                    HandleKind.TypeReference => $"{metadata.GetString(metadata.GetTypeReference((TypeReferenceHandle)member.Parent).Name)}.{metadata.GetString(member.Name)}",
                    HandleKind.TypeDefinition => $"{TypeName(metadata, (TypeDefinitionHandle)member.Parent)}.{metadata.GetString(member.Name)}",
                    _ => null, // A generic type's or an array's: none of ours that reaches anybody.
                };
            case HandleKind.MethodSpecification:
                return Named(metadata, metadata.GetMethodSpecification((MethodSpecificationHandle)handle).Method);
            default:
                return null;
        }
    }

    /// <summary>The type's own name, with those it is nested in: <c>CarrierEffects/&lt;CallBackAsync&gt;d__7</c>.</summary>
    private static string TypeName(MetadataReader metadata, TypeDefinitionHandle handle)
    {
        var type = metadata.GetTypeDefinition(handle);
        var name = metadata.GetString(type.Name);
        return type.GetDeclaringType() is { IsNil: false } outer ? $"{TypeName(metadata, outer)}/{name}" : name;
    }

    /// <summary>What the compiler moved into a state machine or a closure, under the name of the method it was written in.</summary>
    private static string Written(string type, string method)
    {
        var owner = type.Split('/').TakeWhile(part => !part.StartsWith('<')).ToList();
        var made = MadeFrom().Match(type + "/" + method);
        return $"{string.Join('/', owner)}.{(made.Success ? made.Groups[1].Value : method)}";
    }

    [GeneratedRegex(@"<(\w+)>")]
    private static partial Regex MadeFrom();
}
