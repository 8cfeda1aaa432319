#pragma once

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "assayer/matrix.h"

/// A small reader for the JSON of the golden data: valid files only. "NaN", "Infinity" and "-Infinity" are numbers.
namespace golden {

class Json {
 public:
  static Json read(const std::string& file) {
    std::ifstream stream(std::string(ASSAYER_GOLDEN) + "/" + file, std::ios::binary);
    if (!stream) throw std::runtime_error("golden: cannot read " + file);
    const std::string text((std::istreambuf_iterator<char>(stream)), {});
    const char* at = text.c_str();
    return parse(at);
  }

  bool has(const std::string& name) const { return find(name) != nullptr; }
  const Json& operator[](const std::string& name) const {
    if (const Json* member = find(name)) return *member;
    throw std::runtime_error("golden: no member " + name);
  }
  const Json& operator[](std::size_t i) const { return items_.at(i).second; }
  std::size_t size() const { return items_.size(); }
  const std::vector<std::pair<std::string, Json>>& members() const { return items_; }

  double number() const {
    if (text_ == "NaN") return std::numeric_limits<double>::quiet_NaN();
    if (text_ == "Infinity") return std::numeric_limits<double>::infinity();
    if (text_ == "-Infinity") return -std::numeric_limits<double>::infinity();
    return number_;
  }
  const std::string& text() const { return text_; }
  bool is_error() const { return has("error"); }

  assayer::Vector vector() const {
    assayer::Vector result(static_cast<assayer::Index>(size()));
    for (std::size_t i = 0; i < size(); ++i) result(static_cast<assayer::Index>(i)) = (*this)[i].number();
    return result;
  }
  std::vector<std::int32_t> integers() const {
    std::vector<std::int32_t> result;
    for (const auto& item : items_) result.push_back(static_cast<std::int32_t>(item.second.number()));
    return result;
  }
  assayer::Flags flags() const {
    assayer::Flags result;
    for (const auto& item : items_) result.push_back(item.second.number() != 0);
    return result;
  }
  assayer::Matrix matrix() const {
    assayer::Matrix result(static_cast<assayer::Index>(size()),
                           size() ? static_cast<assayer::Index>((*this)[0].size()) : 0);
    for (std::size_t i = 0; i < size(); ++i) result.row(static_cast<assayer::Index>(i)) = (*this)[i].vector();
    return result;
  }

 private:
  const Json* find(const std::string& name) const {
    for (const auto& [key, value] : items_) {
      if (key == name) return &value;
    }
    return nullptr;
  }
  static void skip_space(const char*& at) {
    while (*at == ' ' || *at == '\n' || *at == '\t' || *at == '\r') ++at;
  }
  static std::string parse_string(const char*& at) {
    std::string text;
    for (++at; *at != '"'; ++at) {
      if (*at == '\\') ++at;  // enough for quotes and backslashes; other escapes only occur in messages
      text.push_back(*at);
    }
    ++at;
    return text;
  }
  static Json parse(const char*& at) {
    skip_space(at);
    Json json;
    if (*at == '"') {
      json.text_ = parse_string(at);
    } else if (*at == '{' || *at == '[') {
      const bool is_object = *at == '{';
      for (++at;; ++at) {
        skip_space(at);
        if (*at == '}' || *at == ']') break;
        std::string key;
        if (is_object) {
          key = parse_string(at);
          skip_space(at);
          ++at;  // the colon
        }
        json.items_.emplace_back(std::move(key), parse(at));
        skip_space(at);
        if (*at != ',') break;
      }
      ++at;
    } else if (*at == 't' || *at == 'f' || *at == 'n') {
      json.number_ = *at == 't';
      at += *at == 'f' ? 5 : 4;
    } else {
      char* end = nullptr;
      json.number_ = std::strtod(at, &end);
      at = end;
    }
    return json;
  }

  double number_ = 0;
  std::string text_;
  std::vector<std::pair<std::string, Json>> items_;
};

}  // namespace golden
