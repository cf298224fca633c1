#include "outbound/ip_address.hpp"

#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "outbound/ip_address_properties.hpp"

namespace byline::outbound {
namespace {

bool is_public(std::string_view text) {
    const auto address = parse_ip_address(text);
    EXPECT_TRUE(address) << text;
    return address && !why_not_public(*address);
}

TEST(IpAddress, IsReadInItsPlainFormOnly) {
    for (const std::string_view text :
         {"", "1", "127.1", "0x7f000001", "2130706433", "0177.0.0.1", "127.0.0.1.", "1.2.3.256", " 1.2.3.4", "1.2.3.4 ",
          "[::1]", "fe80::1%eth0", "::1::", "1:2:3:4:5:6:7", "１.2.3.4"}) {
        EXPECT_FALSE(parse_ip_address(text)) << text;
    }
    EXPECT_FALSE(parse_ip_address(std::string_view("1.2.3.4\0", 8)));
    EXPECT_EQ(to_text(*parse_ip_address("2001:DB8:0:0::1")), "2001:db8::1");
}

TEST(IpAddress, IsPublicWhenTheRegistriesGaveItToHosts) {
    for (const std::string_view text :
         {"1.1.1.1", "8.8.8.8", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0",
          "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111", "2400:3200::1", "2001:200::1"}) {
        EXPECT_TRUE(is_public(text)) << text;
    }
    for (const std::string_view text : {"0.0.0.0",
                                        "0.255.1.2",
                                        "10.1.2.3",
                                        "100.64.0.1",
                                        "100.127.255.255",
                                        "127.0.0.1",
                                        "127.255.255.254",
                                        "169.254.169.254",
                                        "172.16.0.1",
                                        "172.31.255.255",
                                        "192.0.0.170",
                                        "192.0.2.1",
                                        "192.88.99.1",
                                        "192.168.1.1",
                                        "198.18.0.1",
                                        "198.19.255.255",
                                        "198.51.100.7",
                                        "203.0.113.9",
                                        "224.0.0.1",
                                        "239.255.255.250",
                                        "240.0.0.1",
                                        "255.255.255.255",
                                        "::",
                                        "::1",
                                        "::127.0.0.1",
                                        "::ffff:127.0.0.1",
                                        "::ffff:8.8.8.8",
                                        "64:ff9b::8.8.8.8",
                                        "64:ff9b:1::1",
                                        "100::1",
                                        "2001::1",
                                        "2001:10::1",
                                        "2001:20::1",
                                        "2001:db8::1",
                                        "2002:7f00:1::",
                                        "3fff::1",
                                        "5f00::1",
                                        "fc00::1",
                                        "fd12::1",
                                        "fe80::1",
                                        "fec0::1",
                                        "ff02::1"}) {
        EXPECT_FALSE(is_public(text)) << text;
    }
}

TEST(IpAddress, IsSoundForOddTexts) {
    for (const std::string_view text :
         {"1.2.3.4", "::", "::ffff:1.2.3.4", "1.2.3.4/33", "::/129", "::/128", "/", "1.2.3.4/", "a/8", "::1/+1"}) {
        EXPECT_TRUE(address_is_sound(text)) << text;
    }
    EXPECT_FALSE(parse_network("1.2.3.4/33"));
    EXPECT_FALSE(parse_network("::/129"));
    EXPECT_TRUE(parse_network("::/128"));
}

std::vector<std::string> random_addresses(std::size_t count) {
    std::mt19937 random(20);  // NOLINT(cert-msc51-cpp,cert-msc32-c): the same in each run
    const std::vector<std::string_view> edges = {
        "0.0.0.0",   "10.0.0.0",    "100.64.0.0", "127.0.0.0",    "169.254.0.0", "172.16.0.0", "192.0.0.0",
        "192.0.2.0", "192.168.0.0", "198.18.0.0", "198.51.100.0", "203.0.113.0", "224.0.0.0",  "240.0.0.0",
        "::",        "::ffff:0:0",  "64:ff9b::",  "100::",        "2001::",      "2001:db8::", "2002::",
        "2600::",    "3fff::",      "fc00::",     "fe80::",       "ff00::"};
    std::vector<std::string> out;
    while (out.size() < count) {
        IpAddress address = *parse_ip_address(edges[random() % edges.size()]);
        const std::size_t size = address.family == Family::V4 ? 4 : 16;
        for (std::size_t index = random() % (size + 1); index < size; ++index) {
            address.bytes.at(index) = static_cast<std::uint8_t>(random());
        }
        out.push_back(to_text(address));
    }
    return out;
}

// What Python 3.11 calls global and we do not: it leaves multicast, unallocated IPv6, relays and addresses that carry
// others.
bool is_known_difference(const IpAddress& address) {
    static const std::vector<std::string_view> networks = {
        "224.0.0.0/4",  "192.31.196.0/24", "192.52.193.0/24", "192.88.99.0/24",    "192.175.48.0/24",
        "192.0.0.0/24", "2001::/23",       "2002::/16",       "2620:4f:8000::/48", "3fff::/20"};
    for (const std::string_view network : networks) {
        if (contains(*parse_network(network), address)) return true;
    }
    return address.family == Family::V6 && !contains(*parse_network("2000::/3"), address);
}

TEST(IpAddress, AgreesWithPython) {
    std::string path = "/tmp/byline_addresses_XXXXXX";
    const int file = ::mkstemp(path.data());
    ASSERT_GE(file, 0);
    const std::vector<std::string> addresses = random_addresses(20'000);
    std::string lines;
    for (const std::string& address : addresses) lines += address + "\n";
    ASSERT_EQ(::write(file, lines.data(), lines.size()), static_cast<ssize_t>(lines.size()));
    ::close(file);
    const std::string command =
        "/usr/bin/python3 -c 'import ipaddress,sys\nfor l in open(sys.argv[1]): print(end=\"gn\"[not "
        "ipaddress.ip_address(l.strip()).is_global])' " +
        path;
    FILE* python = ::popen(command.c_str(), "re");  // NOLINT(cert-env33-c)
    ASSERT_NE(python, nullptr);
    for (const std::string& text : addresses) {
        const int said = std::fgetc(python);
        const IpAddress address = *parse_ip_address(text);
        ASSERT_TRUE(said == 'g' || said == 'n');
        if (!why_not_public(address)) {
            EXPECT_EQ(said, 'g') << text;
        } else if (said == 'g') {
            EXPECT_TRUE(is_known_difference(address)) << text;
        }
    }
    ::pclose(python);
    ::unlink(path.c_str());
}

}  // namespace
}  // namespace byline::outbound
