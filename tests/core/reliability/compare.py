#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Compares the figures of core/reliability with the same figures computed with NumPy and SciPy.

Usage: compare.py RELIABILITY_FIGURES [FLEETS]

Makes random fleets (1,000 unless another number is given) from a fixed seed, has the test program
RELIABILITY_FIGURES compute their figures, and computes them here from the definitions: likelihoods
are maximised as functions of all their parameters, and the mean cumulative function's variance is
summed over a table of systems and ages. Prints the largest relative difference of each figure, and
exits with 1 if one is above its limit, with 77 if SciPy isn't installed.
"""
import json
import subprocess
import sys

try:
    import numpy as np
    from scipy import optimize, special, stats
except ImportError as error:
    print(f"skipped: {error}")
    sys.exit(77)

SEED = 20261130
LIMIT = 1e-8
TAIL = 0.025
Z = stats.norm.ppf(1 - TAIL)


class System:
    def __init__(self, start, end, by_failure, ages):
        self.start = start
        self.end = end
        self.by_failure = by_failure
        self.ages = np.asarray(ages, dtype=float)
        # What the tests and the power law use: ages since the beginning, without failures at it.
        since = self.ages - start
        self.length = end - start
        self.counted = since[since > 0]
        self.free = self.counted[:-1] if by_failure else self.counted

    def text(self):
        words = [self.start, self.end, "failure" if self.by_failure else "time", *self.ages]
        return " ".join(word if isinstance(word, str) else repr(float(word)) for word in words)


def random_fleet(random):
    systems = []
    count = random.choice([1, 1, 2, 3, 5, 12])
    beta = random.uniform(0.4, 3)
    same_length = random.random() < 0.4
    staggered = random.random() < 0.4
    rounded = random.random() < 0.4
    longest = 10 ** random.uniform(1, 4.5)
    mean = random.uniform(0.5, 25)
    for _ in range(count):
        length = longest if same_length else longest * random.uniform(0.3, 1)
        start = longest * random.uniform(0, 1) if staggered else 0.0
        if rounded:
            length, start = np.ceil(length), np.floor(start)
        failures = random.poisson(mean * (length / longest) ** beta)
        since = np.sort(length * random.uniform(size=failures) ** (1 / beta))
        if rounded:
            since = np.round(since)  # equal ages, also at the beginning and the end
        by_failure = bool(random.random() < 0.2 and failures > 0 and since[-1] > 0)
        ages = start + since
        end = ages[-1] if by_failure else start + length
        systems.append(System(start, end, by_failure, np.minimum(ages, end)))
    return systems


def trend(fleet, result):
    free = sum(len(s.free) for s in fleet)
    if free < 4:
        result["trend"] = 3
        return
    excess = sum(np.sum(s.free - s.length / 2) for s in fleet)
    variance = sum(len(s.free) * s.length**2 / 12 for s in fleet)
    result["laplace"] = excess / np.sqrt(variance)
    result["laplace_p"] = 2 * stats.norm.sf(abs(result["laplace"]))
    statistic = 2 * sum(np.sum(np.log(s.length / s.free)) for s in fleet)
    below = stats.chi2.cdf(statistic, 2 * free)
    above = stats.chi2.sf(statistic, 2 * free)
    result["military"] = statistic
    result["military_p"] = min(1, 2 * min(below, above))
    result["trend"] = 2 if result["military_p"] >= 0.05 else 0 if below < above else 1


def log_likelihood(parameters, fleet):
    """Of ln(failures expected up to the longest length) and ln(beta)."""
    level, beta = parameters[0], np.exp(parameters[1])
    longest = max(s.length for s in fleet)
    value = 0.0
    for s in fleet:
        value += len(s.counted) * (level + np.log(beta) - np.log(longest))
        value += (beta - 1) * np.sum(np.log(s.counted / longest))
        value -= np.exp(level) * (s.length / longest) ** beta
    return value


def best_level(beta, fleet):
    longest = max(s.length for s in fleet)
    return np.log(
        sum(len(s.counted) for s in fleet) / sum((s.length / longest) ** beta for s in fleet)
    )


def gradient(parameters, fleet):
    level, beta = parameters[0], np.exp(parameters[1])
    longest = max(s.length for s in fleet)
    by_level = by_beta = 0.0
    for s in fleet:
        expected = np.exp(level) * (s.length / longest) ** beta
        by_level += len(s.counted) - expected
        by_beta += len(s.counted) / beta + np.sum(np.log(s.counted / longest))
        by_beta -= expected * np.log(s.length / longest)
    return [by_level, by_beta * beta]


def information(level, beta, fleet):
    """The matrix of second derivatives by level and beta, negative."""
    longest = max(s.length for s in fleet)
    result = np.zeros((2, 2))
    for s in fleet:
        log = np.log(s.length / longest)
        expected = np.exp(level) * np.exp(beta * log)
        result += expected * np.array([[1, log], [log, log * log]])
        result[1, 1] += len(s.counted) / beta**2
    return result


NODES, WEIGHTS = np.polynomial.legendre.leggauss(500)


def mean_over_gamma(shape, function, *breaks):
    """`breaks`: between which the function may be steep."""
    low, high = stats.gamma.ppf([1e-15, 1 - 1e-15], shape)
    edges = np.unique(np.clip([low, *breaks, high], low, high))
    total = 0.0
    for start, end in zip(edges, edges[1:]):
        x = (end - start) / 2 * NODES + (end + start) / 2
        density = np.exp((shape - 1) * np.log(x) - x - special.gammaln(shape))
        total += (end - start) / 2 * np.sum(WEIGHTS * density * function(x))
    return total


def root(function, low, high):
    return optimize.brentq(function, low, high, xtol=1e-14 * max(abs(low), abs(high)), rtol=1e-14)


def crow_bounds(by_failure, n):
    """Of rate · T · sum of ln(T/t)."""
    if by_failure:
        def at_most(x):
            return mean_over_gamma(n - 1, lambda y: special.gammainc(n, x / y))
        bounds = [(lambda x, p=p: at_most(x) - p) for p in (TAIL, 1 - TAIL)]
    else:
        k = np.arange(1, 4 * n + 200)

        def probabilities(x):
            logs = k * np.log(x) - special.gammaln(k + 1) - special.gammaln(k)
            weights = np.exp(logs - np.max(logs))
            return weights / np.sum(weights)
        bounds = [
            lambda x: np.sum(probabilities(x)[k >= n]) - TAIL,
            lambda x: TAIL - np.sum(probabilities(x)[k <= n]),
        ]
    return [root(bound, 1e-6 * n * n, 30.0 * n * n + 60) for bound in bounds]


def scale_bounds(by_failure, n, logs, length):
    free = n - 1 if by_failure else n

    slope = np.log(length) / logs

    def at_most(value, shape):
        # Where the count's mean goes through what is likely for its shape.
        step = (np.log(shape) - value) / slope
        width = abs(4 / slope)
        return mean_over_gamma(
            free,
            lambda y: special.gammainc(shape, np.exp(np.minimum(value + y * slope, 700))),
            *(step + width * np.array([-6, -3, -1, 0, 1])),
        )
    guess = np.log(n) - n / logs * np.log(length)
    width = 12 * (n / logs * np.log(length) + 1)
    return [
        root(lambda v: at_most(v, n) - TAIL, guess - width, guess + width),
        root(lambda v: at_most(v, n + (not by_failure)) - 1 + TAIL, guess - width, guess + width),
    ]


def growth(fleet, result):
    used = [s for s in fleet if s.length > 0]
    free = sum(len(s.free) for s in used)
    count = sum(len(s.counted) for s in used)
    if free < 2:
        return
    longest = max(s.length for s in used)
    logs = sum(np.sum(np.log(s.length / s.counted)) for s in used)
    if logs <= 0:
        return
    start = [best_level(count / logs, used), np.log(count / logs)]
    level, log_beta = optimize.root(
        gradient, start, args=(used,), method="hybr", options={"xtol": 1e-14}
    ).x
    beta = np.exp(log_beta)
    result["beta"] = beta
    result["lambda"] = np.exp(level) / longest**beta
    result["beta_unbiased"] = (free - 1) / logs
    rates = [result["lambda"] * beta * s.length ** (beta - 1) for s in used]
    result["mtbf_now"] = len(used) / sum(rates)

    by_failure = sum(s.by_failure for s in used)
    exact = len(used) == 1 or (by_failure == 0 and len({s.length for s in used}) == 1)
    matrix = information(level, beta, used)
    covariance = np.linalg.inv(matrix)
    if exact:
        result["beta_lower"], result["beta_upper"] = stats.chi2.ppf(
            [TAIL, 1 - TAIL], 2 * free
        ) / (2 * logs)
        low, high = crow_bounds(by_failure, count)
        result["mtbf_now_lower"] = len(used) * longest * logs / high
        result["mtbf_now_upper"] = len(used) * longest * logs / low
        low, high = scale_bounds(by_failure, count, logs, longest)
        result["lambda_lower"] = np.exp(low) / len(used)
        result["lambda_upper"] = np.exp(high) / len(used)
    else:
        top = log_likelihood([level, log_beta], used)

        def drop(other):
            there = [best_level(np.exp(other), used), other]
            return top - log_likelihood(there, used) - stats.chi2.ppf(1 - 2 * TAIL, 1) / 2
        result["beta_lower"] = np.exp(root(drop, log_beta - 8, log_beta))
        result["beta_upper"] = np.exp(root(drop, log_beta, log_beta + 4))
        # The logarithms of rate and scale as functions of level and beta.
        ratios = np.array([s.length / longest for s in used])
        powers = ratios ** (beta - 1)
        by_beta = 1 / beta + np.sum(powers * np.log(ratios)) / np.sum(powers)
        slope = np.array([1, by_beta])
        factor = np.exp(Z * np.sqrt(slope @ covariance @ slope))
        result["mtbf_now_lower"] = result["mtbf_now"] / factor
        result["mtbf_now_upper"] = result["mtbf_now"] * factor
        slope = np.array([1, -np.log(longest)])
        factor = np.exp(Z * np.sqrt(slope @ covariance @ slope))
        result["lambda_lower"] = result["lambda"] / factor
        result["lambda_upper"] = result["lambda"] * factor

    hours = longest / 10

    def more(parameter):
        ends = np.array([s.length for s in used])
        return np.sum(((ends + hours) / longest) ** parameter - (ends / longest) ** parameter)
    expected = np.exp(level) * more(beta)
    result["forecast"] = expected
    step = 1e-4 * beta
    by_beta = (np.log(more(beta + step)) - np.log(more(beta - step))) / (2 * step)
    slope = np.array([1, by_beta])
    spread = slope @ covariance @ slope
    shape = 1 / spread
    counts = np.arange(0, int(expected + 40 * np.sqrt(expected + spread * expected**2) + 60))
    at_most = stats.nbinom.cdf(counts, shape, shape / (shape + expected))
    above = stats.nbinom.sf(counts, shape, shape / (shape + expected))
    lower = counts[at_most <= TAIL]
    result["forecast_lower"] = lower[-1] + 1 if len(lower) else 0
    result["forecast_upper"] = counts[above <= TAIL][0]

    shares = np.sort(np.concatenate([s.free / s.length for s in used]))
    ranks = (2 * np.arange(1, free + 1) - 1) / (2 * free)
    result["cramer_von_mises"] = 1 / (12 * free) + np.sum(
        (shares ** result["beta_unbiased"] - ranks) ** 2
    )


def mean_cumulative_function(fleet):
    """Ages, means and variances, from a table of systems and ages."""
    ages = np.unique(np.concatenate([s.ages for s in fleet])) if fleet else np.array([])
    risk = np.array([(s.start <= ages) & (ages <= s.end) for s in fleet], dtype=float)
    failures = np.array([[np.sum(s.ages == age) for age in ages] for s in fleet], dtype=float)
    if not len(ages):
        return ages, ages, ages
    number = risk.sum(axis=0)
    mean = failures.sum(axis=0) / number
    terms = np.cumsum(risk * (failures - mean) / number, axis=1)
    variances = np.sum(terms**2, axis=0)
    return ages, np.cumsum(mean), variances


def mean_cumulative_figures(fleet, result):
    ages, means, variances = mean_cumulative_function(fleet)
    result["mcf"] = means[-1] if len(ages) else 0
    result["mcf_sum"] = np.sum(means)
    if len(fleet) < 2:
        return
    result["mcf_variance"] = variances[-1] if len(ages) else 0
    result["mcf_variance_sum"] = np.sum(variances)
    if len(ages):
        factor = np.exp(Z * np.sqrt(variances[-1]) / means[-1])
        result["mcf_lower"] = means[-1] / factor
        result["mcf_upper"] = means[-1] * factor
    half = len(fleet) // 2
    groups = [fleet[:half], fleet[half:]]
    end = min(max(s.end for s in group) for group in groups)
    difference = variance = 0.0
    for sign, group in zip((1, -1), groups):
        ages, means, variances = mean_cumulative_function(group)
        reached = np.sum(ages <= end)
        if reached:
            difference += sign * means[reached - 1]
            variance += variances[reached - 1] if len(group) > 1 else np.inf
    result["mcf_difference"] = difference
    if np.isfinite(variance):
        result["mcf_difference_lower"] = difference - Z * np.sqrt(variance)
        result["mcf_difference_upper"] = difference + Z * np.sqrt(variance)


RESOLUTION = 1 / 3600


class Lives:
    """Times between failures, their suspensions, and how many are below the resolution."""

    def __init__(self, fleet):
        gaps = np.concatenate([np.diff(s.ages - s.start) for s in fleet])
        self.exact = np.log(gaps[gaps >= RESOLUTION])
        self.unresolved = int(np.sum(gaps < RESOLUTION))
        left = np.array([s.length - (s.ages[-1] - s.start) for s in fleet if len(s.ages)])
        self.suspended = np.log(left[left > 0])
        self.count = len(self.exact) + self.unresolved + len(self.suspended)
        self.distinct = len(set(self.exact)) + (self.unresolved > 0)


def life_terms(lives, mu, sigma):
    exact, suspended = (lives.exact - mu) / sigma, (lives.suspended - mu) / sigma
    early = (np.log(RESOLUTION) - mu) / sigma
    return exact, suspended, early


def life_likelihood(lives, standard, mu, sigma):
    exact, suspended, early = life_terms(lives, mu, sigma)
    value = np.sum(standard.logpdf(exact) - np.log(sigma) - lives.exact)
    value += np.sum(standard.logsf(suspended))
    return value + (lives.unresolved * standard.logcdf(early) if lives.unresolved else 0)


def life_score(parameters, lives, standard):
    """The derivatives by mu and ln(sigma)."""
    mu, sigma = parameters[0], np.exp(parameters[1])
    exact, suspended, early = life_terms(lives, mu, sigma)
    slope = -exact if standard is stats.norm else 1 - np.exp(exact)
    suspended_slope = -np.exp(standard.logpdf(suspended) - standard.logsf(suspended))
    early_slope = 0.0
    if lives.unresolved:
        early_slope = lives.unresolved * np.exp(standard.logpdf(early) - standard.logcdf(early))
    by_mu = np.sum(slope) + np.sum(suspended_slope) + early_slope
    by_sigma = np.sum(slope * exact) + np.sum(suspended_slope * suspended) + early_slope * early
    return np.array([-by_mu / sigma, -by_sigma - len(exact)])


def fit_life(lives, standard, free):
    """The parameters, of which the last is ln(sigma), and their covariance; `free`: how many."""
    def full(parameters):
        return np.append(parameters, 0)[:2] if free == 1 else parameters

    def loss(parameters):
        mu, log_sigma = full(parameters)
        with np.errstate(all="ignore"):
            value = -life_likelihood(lives, standard, mu, np.exp(log_sigma))
        return value if np.isfinite(value) else 1e300

    def score(parameters):
        return life_score(full(parameters), lives, standard)[:free]

    start = np.array([np.mean(lives.exact), 0.3])[:free]
    options = {"xatol": 1e-9, "fatol": 1e-12, "maxiter": 20000, "maxfev": 20000}
    rough = optimize.minimize(loss, start, method="Nelder-Mead", options=options).x
    best = optimize.root(score, rough, options={"xtol": 1e-14}).x
    steps = np.diag([1e-5 * np.exp(full(best)[1]), 1e-5])[:free, :free]
    information = np.array(
        [(score(best - step) - score(best + step)) / (2 * np.max(step)) for step in steps]
    )
    covariance = np.zeros((2, 2))
    covariance[:free, :free] = np.linalg.inv(information)
    return full(best)[0], np.exp(full(best)[1]), covariance


def life(fleet, result):
    lives = Lives(fleet)
    fits = {}
    for name, standard, free in (
        ("exponential", stats.gumbel_l, 1),
        ("weibull", stats.gumbel_l, 2),
        ("lognormal", stats.norm, 2),
    ):
        if len(lives.exact) == 0 or lives.distinct < free:
            continue
        mu, sigma, covariance = fit_life(lives, standard, free)
        likelihood = life_likelihood(lives, standard, mu, sigma)
        corrected = np.inf
        if lives.count > free + 1:
            corrected = 2 * free - 2 * likelihood + 2 * free * (free + 1) / (lives.count - free - 1)
        mean = stats.lognorm.mean(sigma, scale=np.exp(mu))
        by_sigma = sigma**2
        if standard is stats.gumbel_l:
            mean = stats.weibull_min.mean(1 / sigma, scale=np.exp(mu))
            by_sigma = sigma * special.digamma(1 + sigma)
        z10 = standard.ppf(0.1)
        figures = {
            "mu": mu, "likelihood": likelihood, "aicc": corrected, "mean": mean,
            "b10": np.exp(mu + sigma * z10),
        }
        for figure, gradient in (("mean", [1, by_sigma]), ("b10", [1, sigma * z10])):
            factor = np.exp(Z * np.sqrt(np.array(gradient) @ covariance @ gradient))
            figures[figure + "_lower"] = figures[figure] / factor
            figures[figure + "_upper"] = figures[figure] * factor
        if free == 2:
            figures["sigma"] = sigma
            shape = sigma if standard is stats.norm else 1 / sigma
            factor = np.exp(Z * np.sqrt(covariance[1, 1]))
            figures["shape_lower"], figures["shape_upper"] = shape / factor, shape * factor
        for figure, value in figures.items():
            if np.isfinite(value):
                result[f"{name}_{figure}"] = value
        fits[name] = (corrected, mu, sigma, standard)
    return fits


def operation(fleet, result):
    failures, observed = sum(len(s.counted) for s in fleet), sum(s.length for s in fleet)
    by_failure = len(fleet) == 1 and fleet[0].by_failure
    if observed > 0 and not (by_failure and failures == 0):
        more = 2 * failures + (0 if by_failure else 2)
        result["mtbf_lower"] = 2 * observed / stats.chi2.ppf(1 - TAIL, more)
        if failures:
            result["mtbf"] = observed / failures
            result["mtbf_upper"] = 2 * observed / stats.chi2.ppf(TAIL, 2 * failures)

    seen = [s for s in fleet if s.length > 0]
    total = sum(len(s.ages) for s in seen)
    if len(seen) > 1 and total:
        if fleet[0].length > 0:
            result["standing_share"] = len(fleet[0].ages) / total
        result["standing_p"] = min([1.0] + least_standings(seen))

    first = fleet[0]
    ours = {}
    trend([first], ours)
    growth([first], ours)
    horizon = first.length / 10
    rate = {}
    if len(first.counted):
        rate = {"mtbf": first.length / len(first.counted)}
    fits = life([first], {}) if len(first.ages) > 10 else {}
    best = min(fits.values(), key=lambda fit: fit[0]) if fits else None
    if ours["trend"] < 2 and "beta" in ours:
        result["next_model"] = 0
        expected = ours["lambda"] * first.length ** ours["beta"]
        result["next_chance"] = -np.expm1(-expected * (1.1 ** ours["beta"] - 1))
        result["next_median"] = first.length * np.expm1(
            np.log1p(np.log(2) / expected) / ours["beta"])
    elif best and best is not fits["exponential"]:
        result["next_model"] = 1
        _, mu, sigma, standard = best
        age = first.length - (first.ages[-1] - first.start)

        def log_survival(hours):
            return standard.logsf((np.log(hours) - mu) / sigma) if hours > 0 else 0.0
        result["next_chance"] = -np.expm1(log_survival(age + horizon) - log_survival(age))
        end = age + np.exp(mu)
        while log_survival(end) - log_survival(age) > -np.log(2):
            end *= 2
        result["next_median"] = root(
            lambda h: log_survival(age + h) - log_survival(age) + np.log(2), 0, end)
    elif rate and first.length > 0:
        result["next_model"] = 2
        result["next_chance"] = -np.expm1(-horizon / rate["mtbf"])
        result["next_median"] = np.log(2) * rate["mtbf"]


def least_standings(seen, factor=1.5):
    """The p of all equipment, round for round without what stands out."""
    found = []
    left = list(seen)
    while len(left) > 1:
        total, hours = sum(len(s.ages) for s in left), sum(s.length for s in left)
        p = np.array([
            stats.binom.sf(
                len(s.ages) - 1, total, factor * s.length / (factor * s.length + hours - s.length)
            ) for s in left
        ])
        found.extend(p)
        worst, named = 0.0, []
        for rank, at in enumerate(np.argsort(p)):
            worst = max(worst, min(1, (len(left) - rank) * p[at]))
            if worst <= 0.05:
                named.append(at)
        if not named:
            break
        left = [s for at, s in enumerate(left) if at not in named]
    return found


def figures_of(fleet):
    result = {}
    trend(fleet, result)
    growth(fleet, result)
    mean_cumulative_figures(fleet, result)
    life(fleet, result)
    operation(fleet, result)
    return result


# Differences of larger numbers: where they are near 0, only the digits of those numbers count.
SCALES = {
    "laplace": 1,
    "mcf_difference": 1,
    "mcf_difference_lower": 1,
    "mcf_difference_upper": 1,
    # Logarithms.
    **{f"{model}_{name}": 1 for model in ("exponential", "weibull", "lognormal")
       for name in ("mu", "likelihood", "aicc")},
    "mcf_variance": 1e-3,
    "mcf_variance_sum": 1e-3,
}


def limit_of(name):
    """SciPy's information of life distributions comes from differences, not derivatives."""
    by_differences = name.startswith(("exponential", "weibull", "lognormal"))
    return 1e-6 if by_differences and name.endswith(("_lower", "_upper")) else LIMIT


def difference_of(name, ours, theirs):
    if ours == theirs:
        return 0
    return abs(ours - theirs) / max(abs(theirs), SCALES.get(name, 0))


def main():
    count = int(sys.argv[2]) if len(sys.argv) > 2 else 1000
    random = np.random.default_rng(SEED)
    fleets = [random_fleet(random) for _ in range(count)]
    lines = "".join("|".join(system.text() for system in fleet) + "\n" for fleet in fleets)
    run = subprocess.run([sys.argv[1]], input=lines, capture_output=True, text=True, check=True)
    answers = [json.loads(line) for line in run.stdout.splitlines()]

    worst = {}
    compared = {}
    faults = 0
    for index, (fleet, ours) in enumerate(zip(fleets, answers)):
        theirs = figures_of(fleet)
        for name in sorted(set(ours) | set(theirs)):
            if name not in ours or name not in theirs:
                where = "SciPy" if name not in ours else "Faultline"
                print(f"fleet {index}: only {where} has {name}")
                faults += 1
                continue
            difference = difference_of(name, ours[name], theirs[name])
            compared[name] = compared.get(name, 0) + 1
            if difference > worst.get(name, (-1, 0))[0]:
                worst[name] = (difference, index)
    print(f"{len(answers)} fleets\n{'figure':24}{'compared':>9}  largest relative difference")
    for name, (difference, index) in sorted(worst.items()):
        limit = limit_of(name)
        mark = "" if difference <= limit else f"  above {limit:g}, in fleet {index}"
        faults += difference > limit
        print(f"{name:24}{compared[name]:9}  {difference:.1e}{mark}")
    return 1 if faults or len(answers) != count else 0


if __name__ == "__main__":
    sys.exit(main())
