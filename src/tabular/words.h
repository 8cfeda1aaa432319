#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace assayer {

/// The words of a text in lower case, from its first `longest` bytes: runs of letters and digits (an apostrophe belongs
/// to its word), and each mark that is none of them by itself.
std::vector<std::string> split_words(std::string_view text, std::size_t longest);

}  // namespace assayer
