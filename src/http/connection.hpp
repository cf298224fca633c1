// How one accepted connection is served: requests answered one after the other, then perhaps events to its end.
// Only listener.cpp and connection.cpp include this. Thread contract: each connection runs on the strand of its socket.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/strand.hpp>

#include "http/connection_table.hpp"
#include "http/date_line.hpp"
#include "http/listener.hpp"

namespace byline::http {

using Strand = boost::asio::strand<boost::asio::io_context::executor_type>;
using Socket = boost::asio::basic_stream_socket<boost::asio::ip::tcp, Strand>;

// What all connections of one listener share; outlives them.
struct Surroundings {
    ListenerOptions options;
    Handler handler;
    DateLine date;
    ConnectionTable connections;
};

// The connection keeps itself alive by its pending operations.
void serve_connection(Socket socket, Surroundings& surroundings);

}  // namespace byline::http
