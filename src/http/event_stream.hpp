// An EventStream sends what is published to every browser that listens (server-sent events, WHATWG HTML section 9.2).
// Thread-safe: publish, subscribe and close may be called from any thread at once.
#pragma once

#include <cstddef>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace byline::http {

// One event. `data` may have several lines; a `name` never has.
struct ServerEvent {
    std::string name;
    std::string data;
};

// The event as it goes over the wire, ended by an empty line.
[[nodiscard]] std::string event_text(const ServerEvent& event);

// Someone who wants the text of events; the listener's connections are.
class EventSubscriber {
  public:
    EventSubscriber() = default;
    EventSubscriber(const EventSubscriber&) = delete;
    EventSubscriber& operator=(const EventSubscriber&) = delete;
    virtual ~EventSubscriber() = default;

    // Called with the stream locked: must return at once and never call the stream back.
    // shared: one text is queued on many connections.
    virtual void deliver(std::shared_ptr<const std::string> text) = 0;
    virtual void finish() = 0;
};

class EventStream {
  public:
    // To everyone who listens now, in the order of the calls.
    void publish(const ServerEvent& event);

    // The same, and from the same moment on `greeting` is the first thing that who comes later is told:
    // nobody falls between the two.
    void publish(const ServerEvent& event, const ServerEvent& greeting);
    void set_greeting(const ServerEvent& greeting);

    // Ends every connection; who subscribes later is finished at once.
    void close();

    // `subscriber` must stay alive until it is unsubscribed.
    void subscribe(EventSubscriber& subscriber);
    void unsubscribe(EventSubscriber& subscriber);
    [[nodiscard]] std::size_t subscriber_count() const;

  private:
    void send(const std::shared_ptr<const std::string>& text);

    mutable std::mutex mutex_;
    std::vector<EventSubscriber*> subscribers_;
    std::shared_ptr<const std::string> greeting_;  // shared with the queues of connections
    bool closed_ = false;
};

}  // namespace byline::http
