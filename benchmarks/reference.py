"""Times the reference (cleanlab, scikit-learn) as a black box, by its public functions, on a workload that run.mjs wrote.

  reference.py whole|steps|crossval|labels DIRECTORY N D K REPEAT [one]     one JSON object on stdout

DIRECTORY holds X.f64, pred_probs.f64 and labels.i32 (little-endian, row-major). `one`: a single worker process; the
caller sets OMP_NUM_THREADS and its kin. Seconds are [wall, CPU of this process and its children], one pair a run.
"""

import contextlib
import io
import json
import resource
import sys
import time
import warnings

import numpy as np

warnings.filterwarnings("ignore")


def cpu_seconds():
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def timed(call, repeat):
    runs, result = [], None
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), cpu_seconds()
        with contextlib.redirect_stdout(io.StringIO()):
            result = call()
        runs.append([time.perf_counter() - wall, cpu_seconds() - cpu])
    return runs, result


def peak_megabytes():
    """Of this process and of the largest of its children; getrusage's own figure begins with that of who started it."""
    try:
        with open("/proc/self/status") as status:
            own = next(int(line.split()[1]) for line in status if line.startswith("VmHWM:"))
    except OSError:
        own = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return max(own, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss) / 1024


def read(directory, n, d, k):
    features = np.fromfile(f"{directory}/X.f64").reshape(n, d) if d else None
    pred_probs = np.fromfile(f"{directory}/pred_probs.f64").reshape(n, k)
    return features, np.fromfile(f"{directory}/labels.i32", "<i4").astype(np.int64), pred_probs


def audit(labels, types=None, one=False, **inputs):
    from cleanlab import Datalab

    if one and (types is None or "label" in types):
        single = {"clean_learning_kwargs": {"find_label_issues_kwargs": {"n_jobs": 1}}}
        names = types or ["null", "label", "outlier", "near_duplicate", "non_iid", "class_imbalance", "underperforming_group"]
        types = {name: single if name == "label" else {} for name in names}
    elif types is not None:
        types = {name: {} for name in types}
    lab = Datalab({"y": labels}, label_name="y", verbosity=0)
    lab.find_issues(issue_types=types, **inputs)
    return lab


def whole(features, labels, pred_probs, repeat, one):
    runs, lab = timed(lambda: audit(labels, one=one, features=features, pred_probs=pred_probs), repeat)
    summary = lab.get_issue_summary().to_dict("records")
    return {"runs": {"whole": runs}, "issues": {row["issue_type"]: int(row["num_issues"]) for row in summary}}


def steps(features, labels, pred_probs, repeat, one):
    runs = {}
    with_search, lab = timed(lambda: audit(labels, ["outlier"], features=features), repeat)
    graph = lab.get_info("statistics")["weighted_knn_graph"]
    runs["outlier"], _ = timed(lambda: audit(labels, ["outlier"], knn_graph=graph), repeat)
    # The search has no public door of its own: what the check takes with features less what it takes with the graph.
    rest = sorted(runs["outlier"])[len(runs["outlier"]) // 2]
    runs["neighbors"] = [[max(0.0, run[i] - rest[i]) for i in (0, 1)] for run in with_search]
    for name in ("near_duplicate", "non_iid", "underperforming_group"):
        runs[name], _ = timed(lambda: audit(labels, [name], knn_graph=graph, pred_probs=pred_probs), repeat)
    for name in ("label", "class_imbalance"):
        runs[name], _ = timed(lambda: audit(labels, [name], one=one, pred_probs=pred_probs), repeat)
    runs["null"], _ = timed(lambda: audit(labels, ["null"], features=features), repeat)
    if len(labels) <= 10000:  # two n x n matrices of doubles
        runs["data_valuation"], _ = timed(lambda: audit(labels, ["data_valuation"], knn_graph=graph), repeat)
    if features.size <= 4e6:
        runs |= cross_validation(features, labels, pred_probs, repeat, one)["runs"]
    return {"runs": runs}


def cross_validation(features, labels, _, repeat, one):
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import cross_val_predict

    model = LogisticRegression()
    predict = lambda: cross_val_predict(model, features, labels, cv=5, method="predict_proba")  # noqa: E731
    return {"runs": {"cross_val_predict": timed(predict, repeat)[0]}}


def label_functions(_, labels, pred_probs, repeat, one):
    from cleanlab.count import compute_confident_joint
    from cleanlab.filter import find_label_issues
    from cleanlab.rank import get_label_quality_scores

    jobs = 1 if one else None
    calls = {
        "confident_joint": lambda: compute_confident_joint(labels, pred_probs),
        "label_quality_scores": lambda: get_label_quality_scores(labels, pred_probs),
        "find_label_issues": lambda: find_label_issues(
            labels, pred_probs, return_indices_ranked_by="self_confidence", n_jobs=jobs
        ),
    }
    return {"runs": {name: timed(call, repeat)[0] for name, call in calls.items()}}


def main():
    mode, directory, *numbers = sys.argv[1:7]
    n, d, k, repeat = map(int, numbers)
    one = sys.argv[7:] == ["one"]
    work = {"whole": whole, "steps": steps, "crossval": cross_validation, "labels": label_functions}[mode]
    import cleanlab
    import sklearn
    from cleanlab import Datalab  # noqa: F401  (imported before the clock starts)

    inputs = read(directory, n, d, k)
    before = peak_megabytes()
    result = work(*inputs, repeat, one)
    result["before"] = before
    result["peak"] = peak_megabytes()
    result["versions"] = f"cleanlab {cleanlab.__version__}, scikit-learn {sklearn.__version__}"
    print(json.dumps(result))


main()
