#include "assayer/error.h"

#include <cstdio>
#include <stdexcept>

namespace assayer {

void reject(std::string_view argument, std::string_view expected, std::string_view got) {
  std::string message(argument);
  message.append(": expected ").append(expected).append(", got ").append(got);
  throw std::invalid_argument(message);
}

void reject(std::string_view argument, std::string_view expected, double got) {
  reject(argument, expected, std::string_view(format_number(got)));
}

void reject(std::string_view argument, std::string_view expected, std::int64_t got) {
  reject(argument, expected, std::string_view(std::to_string(got)));
}

std::string format_number(double value) {
  char text[32];  // snprintf: <format> and <sstream> would double the size of the wasm module
  std::snprintf(text, sizeof text, "%.6g", value);
  return text;
}

std::string at(std::string_view name, std::int64_t i) {
  return std::string(name).append("[").append(std::to_string(i)).append("]");
}

std::string at(std::string_view name, std::int64_t i, std::int64_t j) {
  return std::string(name).append("[").append(std::to_string(i)).append(", ").append(std::to_string(j)).append("]");
}

}  // namespace assayer
