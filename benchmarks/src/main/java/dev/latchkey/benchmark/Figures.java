package dev.latchkey.benchmark;

import java.util.Arrays;

/**
 * A row of measurements.
 */
final class Figures {

	private final double[] sorted;

	Figures(double[] values) {
		this.sorted = values.clone();
		Arrays.sort(this.sorted);
	}

	int count() {
		return this.sorted.length;
	}

	double median() {
		return percentile(50);
	}

	/**
	 * Return the value that a share of all do not exceed.
	 * @param percent the share
	 * @return the value
	 */
	double percentile(int percent) {
		int rank = (int) Math.ceil(percent / 100.0 * this.sorted.length);
		return this.sorted[Math.max(0, rank - 1)];
	}

	double least() {
		return this.sorted[0];
	}

	double greatest() {
		return this.sorted[this.sorted.length - 1];
	}

}
