#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "assayer/cross_validation.h"
#include "golden.h"

using namespace assayer;

TEST_CASE("folds: as scikit-learn's StratifiedKFold deals them, on the golden cases") {
  for (const std::string name :
       {"iris", "wine", "breast_cancer", "digits500", "blobs_overlapping", "imbalanced_constant_column"}) {
    CAPTURE(name);
    const golden::CsvTable table = golden::read_csv("logreg/" + name + "/labels.csv");
    CHECK(stratified_folds(table.integers("label"), 5) == table.integers("fold"));
  }
}

TEST_CASE("folds: classes are dealt in the order of their first example, copies of a class in file order") {
  // Sorted by first occurrence 7 7 7 3 3: fold 0 gets places 0, 2, 4 (7 7 3), fold 1 places 1, 3 (7 3).
  const std::vector<std::int32_t> labels = {7, 3, 7, 3, 7};
  CHECK(stratified_folds(labels, 2) == std::vector<std::int32_t>{0, 0, 0, 1, 1});
}

TEST_CASE("folds: refuses more folds than examples or than any class has, and negative labels") {
  const std::vector<std::int32_t> labels = {0, 0, 1}, negative = {0, -1};
  CHECK_THROWS_WITH(stratified_folds(labels, 4),
                    "folds: expected a number from 2 to the number of examples (3), got 4");
  CHECK_THROWS_WITH(stratified_folds(labels, 3),
                    "folds: expected at most as many as the largest class has examples (2), got 3");
  CHECK_THROWS_WITH(stratified_folds(labels, 1),
                    "folds: expected a number from 2 to the number of examples (3), got 1");
  CHECK_THROWS_WITH(stratified_folds(negative, 2), "labels[1]: expected a class id >= 0, got -1");
}
