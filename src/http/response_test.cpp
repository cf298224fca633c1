#include "http/response.hpp"

#include <gtest/gtest.h>

#include "http/content_type.hpp"
#include "http/date_line.hpp"
#include "http/event_stream.hpp"

namespace byline::http {
namespace {

TEST(Response, WritesItsHead) {
    Response response = text_response(404, "nothing");
    response.headers.push_back({"Cache-Control", "no-cache"});
    EXPECT_EQ(response_head(response, KeepAlive::Yes, "Sun, 06 Nov 1994 08:49:37 GMT"),
              "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain; charset=utf-8\r\nCache-Control: no-cache\r\n"
              "Content-Length: 7\r\nDate: Sun, 06 Nov 1994 08:49:37 GMT\r\n\r\n");
    EXPECT_EQ(response_head(Response{.status = 304}, KeepAlive::No, ""),
              "HTTP/1.1 304 Not Modified\r\nConnection: close\r\n\r\n");
}

TEST(Response, OneHeaderNeverBecomesTwo) {
    const Response response = redirect_response(302, "/a\r\nSet-Cookie: x");
    EXPECT_EQ(response_head(response, KeepAlive::Yes, "").find("\r\nSet-Cookie"), std::string::npos);
}

TEST(Response, AnEventStreamHasNoLength) {
    Response response;
    response.events = std::make_shared<EventStream>();
    EXPECT_EQ(response_head(response, KeepAlive::Yes, ""),
              "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream; charset=utf-8\r\nCache-Control: no-store\r\n"
              "Connection: close\r\n\r\n");
}

TEST(ContentType, IsFoundByExtension) {
    EXPECT_EQ(content_type_of("/a/index.html"), "text/html; charset=utf-8");
    EXPECT_EQ(content_type_of("/图.PNG"), "image/png");
    EXPECT_EQ(content_type_of("/font.woff2"), "font/woff2");
    EXPECT_EQ(content_type_of("/feed.xml"), "application/xml");
    EXPECT_EQ(content_type_of("aac"), "application/octet-stream");
    EXPECT_EQ(content_type_of("/a.b/zip"), "application/octet-stream");
    EXPECT_EQ(content_type_of("/x.unknown"), "application/octet-stream");
    EXPECT_EQ(content_type_of("/x."), "application/octet-stream");
    EXPECT_EQ(content_type_of(""), "application/octet-stream");
    EXPECT_EQ(content_type_of("/a.aac"), "audio/aac");
    EXPECT_EQ(content_type_of("/a.zip"), "application/zip");
}

TEST(DateLine, FollowsTheStandard) {
    EXPECT_EQ(imf_fixdate(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");  // the example of RFC 9110
    EXPECT_EQ(imf_fixdate(0), "Thu, 01 Jan 1970 00:00:00 GMT");
    std::time_t now = 0;
    DateLine line([&now] { return now; });
    EXPECT_EQ(line.text(), "Thu, 01 Jan 1970 00:00:00 GMT");
    now = 784111777;
    EXPECT_EQ(line.text(), "Sun, 06 Nov 1994 08:49:37 GMT");
}

TEST(EventText, SplitsLinesOfEveryKind) {
    EXPECT_EQ(event_text({"change", "{}"}), "event: change\ndata: {}\n\n");
    EXPECT_EQ(event_text({"", "一\n二\r\n三\r四"}), "data: 一\ndata: 二\ndata: 三\ndata: 四\n\n");
    EXPECT_EQ(event_text({"a\nb", ""}), "event: a b\ndata: \n\n");
}

class Recorder final : public EventSubscriber {
  public:
    void deliver(std::shared_ptr<const std::string> text) override { heard += *text; }
    void finish() override { heard += "end"; }
    std::string heard;
};

TEST(EventStream, GreetsWhoComesAndTellsEveryone) {
    EventStream stream;
    Recorder early;
    Recorder late;
    stream.subscribe(early);
    stream.publish({"change", "1"}, {"hello", "1"});
    stream.subscribe(late);
    stream.publish({"change", "2"});
    EXPECT_EQ(early.heard, "event: change\ndata: 1\n\nevent: change\ndata: 2\n\n");
    EXPECT_EQ(late.heard, "event: hello\ndata: 1\n\nevent: change\ndata: 2\n\n");
    stream.unsubscribe(early);
    stream.close();
    EXPECT_EQ(stream.subscriber_count(), 1U);
    EXPECT_TRUE(late.heard.ends_with("end"));
    EXPECT_FALSE(early.heard.ends_with("end"));
    stream.unsubscribe(late);
    Recorder too_late;
    stream.subscribe(too_late);
    EXPECT_TRUE(too_late.heard.ends_with("end"));
    stream.unsubscribe(too_late);
}

}  // namespace
}  // namespace byline::http
