using Hotline.Core.Crisis;
using NUnit.Framework;

namespace Hotline.Tests.Crisis;

internal sealed class Words_of_a_page
{
    [Test]
    public void As_shipped_say_that_something_is_to_be_done_and_nothing_else()
    {
        Assert.That(PageWording.FaultOf(PageWording.Text), Is.Null);
        Assert.That(PageWording.Text.Length, Is.LessThanOrEqualTo(PageWording.Longest), "one message");
    }

    [TestCase("{number}请回电", "place to fill in")]
    [TestCase("有一件事<b>", "place to fill in")]
    [TestCase("%s 请登录工作台", "place to fill in")]
    [TestCase("请打13800001234", "a number other than")]
    [TestCase("请打１３８", "a number other than")]
    [TestCase("在23:15有一件事", "a number other than")]
    [TestCase("有一个危机来电", "'危机'")]
    [TestCase("疑似家暴,请处理", "'家暴'")]
    [TestCase("A CALLER needs you", "'caller'")]
    [TestCase("  ", "nothing")]
    public void May_not_tell_for_whom_where_or_why(string words, string told) => Assert.That(PageWording.FaultOf(words), Does.Contain(told));

    [TestCase("12338:请登录工作台。按1确认。")]
    [TestCase("Please sign in to the console. Press 1.")]
    public void May_name_us_and_a_key(string words) => Assert.That(PageWording.FaultOf(words), Is.Null);
}
