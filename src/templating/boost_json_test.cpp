// Boost.JSON's own code, compiled once for the tests.
#include <boost/json/src.hpp>
