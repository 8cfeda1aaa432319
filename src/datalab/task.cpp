#include "assayer/task.h"

#include "assayer/error.h"

namespace assayer {

std::string_view task_name(Task task) {
  switch (task) {
    case Task::classification:
      return "classification";
    case Task::regression:
      return "regression";
    case Task::multilabel:
      return "multilabel";
  }
  return "";
}

Task task_from_name(std::string_view name) {
  for (const Task task : {Task::classification, Task::regression, Task::multilabel}) {
    if (task_name(task) == name) return task;
  }
  reject("task", "classification, regression or multilabel", name);
}

}  // namespace assayer
