/*
 * Copyright 2026 the Latchkey authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

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
	 * Returns the value that a share of all do not exceed.
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
