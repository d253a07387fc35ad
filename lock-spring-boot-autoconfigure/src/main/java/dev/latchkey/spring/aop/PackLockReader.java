package dev.latchkey.spring.aop;

import java.lang.reflect.Method;
import java.nio.file.Path;

import org.springframework.util.StringUtils;

import dev.latchkey.spring.LockRef;
import dev.latchkey.spring.LockRequest;
import dev.latchkey.spring.annotation.PackLock;

/**
 * Reads {@link PackLock}.
 */
final class PackLockReader {

	private PackLockReader() {
	}

	static LockOperation read(PackLock annotation, AnnotationText text, Method method, Class<?> beanClass,
			BusyPolicy busy) {
		String value = text.resolve("pack", annotation.value());
		if (!StringUtils.hasText(value)) {
			throw new LockDefinitionException("The lock on " + LockOperation.describe(method) + " names no pack.",
					"Say which argument is the pack's directory, as in @PackLock(\"#pack\").", null);
		}
		LockPathExpression pack = LockPathExpression.parse("pack", value, method, beanClass, text.home());
		LockRequest request = new LockRequest(new LockRef.Pack(Path.of("")),
				text.duration("wait time", annotation.waitTime()),
				busy.effective(annotation.whenBusy(), annotation.fallback()), null, null,
				LockOperation.describe(method), annotation.releaseAfter(), null);
		return new LockOperation((arguments) -> request.ref(new LockRef.Pack(pack.evaluate(arguments))),
				busy.fallback(annotation.fallback()));
	}

}
