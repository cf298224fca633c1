#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <string>

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "mail/message.hpp"
#include "mail/smtp_sender.hpp"

namespace byline::mail {
namespace {

Address address(std::string_view mailbox, std::string_view name = {}) {
    auto parsed = Address::parse(mailbox, name);
    EXPECT_TRUE(parsed) << mailbox;
    return *std::move(parsed);
}

Message message_to(std::string_view mailbox) {
    return {
        .from = address("garden@example.org", "长江的花园"),
        .to = address(mailbox, "Ann \"O'Neil\" <x>\r\nBcc: all@example.org"),
        .id = *MessageId::parse("<c12.7@example.org>"),
        .date = {1'206'970'205, 28'800, false},
        .subject = "王小明 answered your comment on 《一篇关于在春天里种树的、题目特别长的文章》\r\nX-Injected: yes",
        .text = "你好,\n.\n..dots\r\nlast\rline",
        .html = text::SafeHtml::vouch("<p>你好</p>"),
        .reply_to = std::nullopt,
        .in_reply_to = *MessageId::parse("<c11@example.org>"),
        .unsubscribe = *HeaderUrl::parse("https://example.org/stop?t=a%20b")};
}

// A server in a process of its own; it ends when it is let go.
class SmtpServer {
  public:
    explicit SmtpServer(const std::string& mode) {
        std::string pattern = "/tmp/byline_mail_XXXXXX";
        folder_ = ::mkdtemp(pattern.data());
        std::array<int, 2> in{};
        std::array<int, 2> out{};
        if (::pipe(in.data()) != 0 || ::pipe(out.data()) != 0) std::abort();
        child_ = ::fork();
        if (child_ == 0) {
            ::dup2(in[0], 0);
            ::dup2(out[1], 1);
            ::dup2(::open("/dev/null", O_WRONLY | O_CLOEXEC), 2);  // it tells what its clients do wrong
            ::close(in[1]);
            ::close(out[0]);
            ::execl("/usr/bin/python3", "python3", "-B", "tests/smtp_server.py", mode.c_str(), folder_.c_str(),
                    nullptr);
            ::_exit(127);
        }
        ::close(in[0]);
        ::close(out[1]);
        input_ = in[1];
        output_ = ::fdopen(out[0], "r");
        port_ = static_cast<std::uint16_t>(std::atoi(line().c_str()));
    }
    SmtpServer(const SmtpServer&) = delete;
    SmtpServer& operator=(const SmtpServer&) = delete;
    SmtpServer(SmtpServer&&) = delete;
    SmtpServer& operator=(SmtpServer&&) = delete;
    ~SmtpServer() {
        ::close(input_);
        ::kill(child_, SIGTERM);
        ::waitpid(child_, nullptr, 0);
        static_cast<void>(std::fclose(output_));
        ::unlink((folder_ + "/key.pem").c_str());
        ::unlink(certificate().c_str());
        ::rmdir(folder_.c_str());
    }

    [[nodiscard]] std::string certificate() const { return folder_ + "/certificate.pem"; }
    [[nodiscard]] ServerSettings settings() const {
        ServerSettings settings;
        settings.host = "localhost";
        settings.port = port_;
        settings.security = Security::None;
        return settings;
    }
    // What it says next.
    [[nodiscard]] std::string line() const {
        std::string out;
        for (int c = std::fgetc(output_); c != '\n' && c != EOF; c = std::fgetc(output_)) out += static_cast<char>(c);
        return out;
    }

  private:
    std::string folder_;
    pid_t child_ = -1;
    int input_ = -1;
    FILE* output_ = nullptr;
    std::uint16_t port_ = 0;
};

SendResult send_to(std::string_view mailbox, ServerSettings settings) {
    auto sender = SmtpSender::make(std::move(settings));
    EXPECT_TRUE(sender);
    return (*sender)->send(message_to(mailbox));
}

TEST(MailAddress, IsOnlyMadeOfWhatIsOne) {
    for (const std::string_view text :
         {"a@b", "first.last+tag@mail.example.org", "a!#$%&'*+-/=?^_`{|}~@x-y.example", "1@2.example"}) {
        EXPECT_TRUE(Address::parse(text)) << text;
    }
    for (const std::string_view text : {"",
                                        "@",
                                        "a@",
                                        "@b",
                                        "a",
                                        "a@b@c",
                                        ".a@b",
                                        "a.@b",
                                        "a..b@c",
                                        "a b@c",
                                        "a@b c",
                                        "a@-b",
                                        "a@b-",
                                        "a@b..c",
                                        "a@b.",
                                        "a@[127.0.0.1]",
                                        "\"a\"@b",
                                        "<a@b>",
                                        "a@b>",
                                        "a@b\r\nBcc: c@d",
                                        "a\n@b",
                                        "a@b,c@d",
                                        "a@b;c",
                                        "王@example.org",
                                        "a@例子.中国",
                                        "a(b)@c"}) {
        EXPECT_FALSE(Address::parse(text)) << text;
    }
    EXPECT_FALSE(Address::parse(std::string_view("a@b\0", 4)));
    EXPECT_FALSE(Address::parse(std::string(65, 'a') + "@b"));
    EXPECT_EQ(address("a@b", "x\r\ny\xFFz").display_name(), "x  y\xEF\xBF\xBDz");
    EXPECT_EQ(address("a@b", std::string(199, 'x') + "王").display_name().size(), 199U);
}

TEST(MailAddress, KeepsHeadersToOneLine) {
    EXPECT_FALSE(MessageId::parse("<a@b>\r\nX: y"));
    EXPECT_FALSE(MessageId::parse("a@b"));
    EXPECT_FALSE(HeaderUrl::parse("https://example.org/\r\nX: y"));
    EXPECT_FALSE(HeaderUrl::parse("https://example.org/>, <mailto:a@b"));
    EXPECT_FALSE(HeaderUrl::parse("javascript:1"));
    EXPECT_FALSE(HeaderUrl::parse("https://example.org/" + std::string(900, 'a')));
}

TEST(MailMessage, HasNoLineThatAReaderWrote) {
    const std::string bytes = compose(message_to("ann@example.org"));
    EXPECT_EQ(bytes.find("X-Injected"), std::string::npos);
    EXPECT_EQ(bytes.find("Bcc"), std::string::npos);
    for (std::size_t at = bytes.find('\n'); at != std::string::npos; at = bytes.find('\n', at + 1))
        EXPECT_EQ(bytes[at - 1], '\r');
    EXPECT_TRUE(std::all_of(bytes.begin(), bytes.end(), [](char c) { return c > 0; }));
    EXPECT_EQ(bytes, compose(message_to("ann@example.org")));
}

TEST(MailMessage, KeepsPlainSubjectsReadable) {
    Message message = message_to("ann@example.org");
    message.subject = "A new reply";
    EXPECT_NE(compose(message).find("\r\nSubject: A new reply\r\n"), std::string::npos);
    message.subject = "=?UTF-8?Q?forged?=";
    EXPECT_EQ(compose(message).find("forged"), std::string::npos);
}

TEST(SmtpSender, DeliversWhatPythonReadsBack) {
    const SmtpServer server("open");
    const SendResult result = send_to("ann@example.org", server.settings());
    ASSERT_EQ(result.delivery, Delivery::Accepted) << result.error.message;
    const std::string said = server.line();
    for (
        const std::string_view part :
        {R"("from": "garden@example.org", "to": ["ann@example.org"])", R"("defects": 0)",
         R"(["Date", "Mon, 31 Mar 2008 21:30:05 +0800"])", R"(["From", "长江的花园 <garden@example.org>"])",
         R"(["To", "\"Ann \\\"O'Neil\\\" <x> Bcc: all@example.org\" <ann@example.org>"])",
         R"(["Subject", "王小明 answered your comment on 《一篇关于在春天里种树的、题目特别长的文章》  X-Injected: yes"])",
         R"(["Message-ID", "<c12.7@example.org>"], ["In-Reply-To", "<c11@example.org>"], ["References", "<c11@example.org>"])",
         R"(["Auto-Submitted", "auto-generated"])", R"(["List-Unsubscribe", "<https://example.org/stop?t=a%20b>"])",
         R"(["List-Unsubscribe-Post", "List-Unsubscribe=One-Click"])",
         R"("text/plain": "你好,\r\n.\r\n..dots\r\nlast\r\nline")", R"("text/html": "<p>你好</p>")"}) {
        EXPECT_NE(said.find(part), std::string::npos) << part << "\nin " << said;
    }
}

TEST(SmtpSender, TellsForeverFromForNow) {
    const SmtpServer server("open");
    EXPECT_EQ(send_to("nobody@example.org", server.settings()).delivery, Delivery::NoReader);
    EXPECT_EQ(send_to("spam@example.org", server.settings()).delivery, Delivery::Permanent);
    const SendResult full = send_to("full@example.org", server.settings());
    EXPECT_EQ(full.delivery, Delivery::Temporary);
    EXPECT_EQ(full.server_code, 452);
    ServerSettings hasty = server.settings();
    hasty.whole_limit = std::chrono::milliseconds(300);
    EXPECT_EQ(send_to("silent@example.org", hasty).delivery, Delivery::Temporary);
    ServerSettings nobody = server.settings();
    nobody.port = 1;
    EXPECT_EQ(send_to("ann@example.org", nobody).delivery, Delivery::Temporary);
}

TEST(SmtpSender, GoesUnderTlsOrNotAtAll) {
    const SmtpServer server("starttls");
    ServerSettings settings = server.settings();
    settings.security = Security::StartTls;
    EXPECT_EQ(send_to("ann@example.org", settings).delivery, Delivery::Temporary);  // nobody vouches for it
    settings.authorities_file = server.certificate();
    const SendResult result = send_to("ann@example.org", settings);
    EXPECT_EQ(result.delivery, Delivery::Accepted) << result.error.message;
    EXPECT_NE(server.line().find(R"("tls": true)"), std::string::npos);
    const SmtpServer plain("open");
    ServerSettings stripped = plain.settings();
    stripped.security = Security::StartTls;
    EXPECT_EQ(send_to("ann@example.org", stripped).delivery, Delivery::Temporary);
}

TEST(SmtpSender, LogsIn) {
    const SmtpServer server("login");
    ServerSettings settings = server.settings();
    EXPECT_EQ(send_to("ann@example.org", settings).delivery, Delivery::Temporary);
    settings.user = "byline";
    settings.password = "wrong";
    const SendResult wrong = send_to("ann@example.org", settings);
    EXPECT_EQ(wrong.delivery, Delivery::Temporary);
    EXPECT_EQ(wrong.server_code, 535) << wrong.error.message;
    settings.password = "geheim";
    const SendResult result = send_to("ann@example.org", settings);
    EXPECT_EQ(result.delivery, Delivery::Accepted) << result.error.message;
}

TEST(SmtpSender, SendsNoPasswordInTheClear) {
    ServerSettings settings;
    settings.host = "mail.example.org";
    settings.user = "byline";
    settings.security = Security::None;
    EXPECT_FALSE(SmtpSender::make(settings));
    settings.host = "a/b";
    settings.security = Security::Tls;
    EXPECT_FALSE(SmtpSender::make(settings));
}

TEST(FakeSender, KeepsWhatItIsGiven) {
    FakeSender sender;
    EXPECT_EQ(sender.send(message_to("ann@example.org")).delivery, Delivery::Accepted);
    EXPECT_EQ(sender.sent.size(), 1U);
}

}  // namespace
}  // namespace byline::mail
