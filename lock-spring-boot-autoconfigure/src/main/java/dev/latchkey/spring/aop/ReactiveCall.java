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

package dev.latchkey.spring.aop;

import java.util.function.Supplier;

import org.aopalliance.intercept.MethodInvocation;
import org.springframework.aop.ProxyMethodInvocation;
import reactor.core.Exceptions;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import dev.latchkey.LatchkeyException;
import dev.latchkey.spring.LockExecutor;
import dev.latchkey.spring.LockOperations;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.ReactiveLockTemplate;

/**
 * A call whose work begins when what it returns is subscribed to. The method is called
 * for each subscription, under the locks; so each goes through the rest of the advice on
 * its own.
 */
final class ReactiveCall {

	private final ReactiveLockTemplate template;

	private final LockedMethod method;

	private final MethodInvocation invocation;

	ReactiveCall(LockExecutor executor, LockedMethod method, MethodInvocation invocation) {
		this.template = new ReactiveLockTemplate(executor);
		this.method = method;
		// The original goes on to other advice if this call ends without a subscription.
		this.invocation = copy(invocation);
	}

	private static MethodInvocation copy(MethodInvocation invocation) {
		return (invocation instanceof ProxyMethodInvocation original) ? original.invocableClone() : invocation;
	}

	Mono<Object> mono() {
		return Mono.defer(() -> mono(inForce(), 0));
	}

	private Mono<Object> mono(LockedMethod locked, int depth) {
		if (depth == locked.operations().size()) {
			Mono<Object> mono = monoOf(() -> copy(this.invocation).proceed());
			return locked.isResultChecked() ? mono.doOnNext(locked::requireDone) : mono;
		}
		LockOperation operation = locked.operations().get(depth);
		LockRequest request = operation.requests().apply(this.invocation.getArguments());
		FallbackMethod fallback = operation.fallback();
		Supplier<Mono<Object>> body = () -> mono(locked, depth + 1);
		return (fallback == null) ? this.template.execute(request, body)
				: this.template.execute(request, body, () -> monoOf(() -> fallback.call(this.invocation)));
	}

	Flux<Object> flux() {
		return Flux.defer(() -> flux(inForce(), 0));
	}

	private Flux<Object> flux(LockedMethod locked, int depth) {
		if (depth == locked.operations().size()) {
			Flux<Object> flux = fluxOf(() -> copy(this.invocation).proceed());
			return locked.isResultChecked() ? flux.doOnNext(locked::requireDone) : flux;
		}
		LockOperation operation = locked.operations().get(depth);
		LockRequest request = operation.requests().apply(this.invocation.getArguments());
		FallbackMethod fallback = operation.fallback();
		Supplier<Flux<Object>> body = () -> flux(locked, depth + 1);
		return (fallback == null) ? this.template.executeMany(request, body)
				: this.template.executeMany(request, body, () -> fluxOf(() -> fallback.call(this.invocation)));
	}

	private LockedMethod inForce() {
		return this.method.inForce(this.invocation.getArguments());
	}

	@SuppressWarnings("unchecked")
	private static Mono<Object> monoOf(LockOperations.Supplier<Object, Throwable> call) {
		return (Mono<Object>) returned(call);
	}

	@SuppressWarnings("unchecked")
	private static Flux<Object> fluxOf(LockOperations.Supplier<Object, Throwable> call) {
		return (Flux<Object>) returned(call);
	}

	/** What the method throws instead of returning a publisher ends the subscription. */
	private static Object returned(LockOperations.Supplier<Object, Throwable> call) {
		Object publisher;
		try {
			publisher = call.get();
		}
		catch (Throwable ex) {
			throw Exceptions.propagate(ex);
		}
		if (publisher == null) {
			throw new LatchkeyException("A locked method returned null instead of a publisher.",
					"Return an empty Mono or Flux.", null);
		}
		return publisher;
	}

}
