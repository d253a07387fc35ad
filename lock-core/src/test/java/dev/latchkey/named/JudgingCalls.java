package dev.latchkey.named;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import dev.latchkey.platform.FileCalls;
import dev.latchkey.platform.NativeBuffer;
import dev.latchkey.platform.NativePath;
import dev.latchkey.platform.Platform;

/**
 * The file calls of a breaker, which tell of each mark before it is written.
 */
final class JudgingCalls {

	private static final long MARK = 8;

	private final FileCalls real = Platform.current().files();

	private final Map<Integer, Path> open = new ConcurrentHashMap<>();

	private final Judgement judgement;

	JudgingCalls(Judgement judgement) {
		this.judgement = judgement;
	}

	FileCalls calls() {
		return (FileCalls) Proxy.newProxyInstance(getClass().getClassLoader(), new Class<?>[] { FileCalls.class },
				(proxy, method, arguments) -> call(method, arguments));
	}

	private @Nullable Object call(Method method, Object[] arguments) throws Throwable {
		if (method.getName().equals("write")) {
			told((int) arguments[0], (NativeBuffer) arguments[1], (int) arguments[2], (long) arguments[3]);
		}
		Object result = real(method, arguments);
		if (method.getName().startsWith("open") && arguments[0] instanceof NativePath path
				&& result instanceof Integer descriptor && descriptor >= 0) {
			this.open.put(descriptor, path.path());
		}
		return result;
	}

	private void told(int descriptor, NativeBuffer from, int length, long offset) {
		Path file = this.open.get(descriptor);
		if (file != null && length == Long.BYTES && offset == MARK) {
			long token = from.bytes().duplicate().order(ByteOrder.LITTLE_ENDIAN).getLong(0);
			if (token != 0) {
				this.judgement.marks(file, token);
			}
		}
	}

	private @Nullable Object real(Method method, Object[] arguments) throws Throwable {
		try {
			return method.invoke(this.real, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getCause();
		}
	}

	/**
	 * Hears of marks.
	 */
	interface Judgement {

		/**
		 * A mark is about to be written.
		 * @param file the file
		 * @param token the token of the hold that is broken
		 */
		void marks(Path file, long token);

	}

}
