# Asio and Beast are used as headers only, in listener.cpp alone: one such translation unit takes half a minute.
find_package(Boost 1.81 REQUIRED)
find_package(Threads REQUIRED)
set(libraries Boost::headers Threads::Threads)
