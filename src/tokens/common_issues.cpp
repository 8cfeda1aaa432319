#include <algorithm>
#include <map>
#include <tuple>

#include "assayer/error.h"
#include "ordering.h"
#include "tokens/places.h"

namespace assayer {
namespace {

std::int64_t row_of(std::span<const std::int64_t> offsets, TokenPlace place, Index number) {
  const auto sentence = static_cast<std::size_t>(place.sentence);
  if (place.sentence < 0 || sentence + 1 >= offsets.size() || place.token < 0 ||
      place.token >= offsets[sentence + 1] - offsets[sentence]) {
    reject(at("issues", number), "a token of the sentences",
           std::to_string(place.sentence) + ", " + std::to_string(place.token));
  }
  return offsets[sentence] + place.token;
}

std::int32_t most_probable(MatrixView pred_probs, Index row) {
  Index best = 0;
  for (Index k = 1; k < pred_probs.columns(); ++k) {
    if (pred_probs(row, k) > pred_probs(row, best)) best = k;
  }
  return static_cast<std::int32_t>(best);
}

/// Numbers for things, in the order in which they are first asked for.
class FirstSeen {
 public:
  std::int32_t operator()(std::int32_t id) {
    return numbers_.emplace(id, static_cast<std::int32_t>(numbers_.size())).first->second;
  }

 private:
  std::map<std::int32_t, std::int32_t> numbers_;
};

struct Group {
  std::int32_t word = 0, given = 0, predicted = 0, count = 0;
};

}  // namespace

CommonTokenIssues common_token_label_issues(const TokenPlaces& issues, TokenLabels tokens,
                                            std::span<const std::int32_t> words, bool by_label,
                                            const std::vector<std::pair<std::int32_t, std::int32_t>>& exclude) {
  check_offsets(tokens.offsets, words.size());
  if (by_label &&
      (tokens.labels.size() != words.size() || tokens.pred_probs.rows() != static_cast<Index>(words.size()))) {
    reject("labels", "labels and pred_probs for every token (" + std::to_string(words.size()) + ")",
           static_cast<std::int64_t>(tokens.labels.size()));
  }
  FirstSeen word_order, given_order, predicted_order;
  std::map<std::tuple<std::int32_t, std::int32_t, std::int32_t>, Group> groups;
  for (std::size_t i = 0; i < issues.size(); ++i) {
    const std::int64_t row = row_of(tokens.offsets, issues[i], static_cast<Index>(i));
    Group group{words[static_cast<std::size_t>(row)], 0, 0, 0};
    if (by_label) {
      group.given = tokens.labels[static_cast<std::size_t>(row)];
      group.predicted = most_probable(tokens.pred_probs, row);
      if (std::find(exclude.begin(), exclude.end(), std::pair(group.given, group.predicted)) != exclude.end()) continue;
    }
    const auto key = std::tuple(word_order(group.word), given_order(group.given), predicted_order(group.predicted));
    ++groups.emplace(key, group).first->second.count;
  }
  std::vector<Group> found;
  for (const auto& [key, group] : groups) found.push_back(group);
  const auto times = [&](std::int32_t group) { return found[static_cast<std::size_t>(group)].count; };
  CommonTokenIssues common;
  for (const std::int32_t place : sorted_positions(
           found.size(), [&](std::int32_t first, std::int32_t second) { return times(first) > times(second); })) {
    const Group& group = found[static_cast<std::size_t>(place)];
    common.words.push_back(group.word);
    common.counts.push_back(group.count);
    if (!by_label) continue;
    common.given_labels.push_back(group.given);
    common.predicted_labels.push_back(group.predicted);
  }
  return common;
}

}  // namespace assayer
