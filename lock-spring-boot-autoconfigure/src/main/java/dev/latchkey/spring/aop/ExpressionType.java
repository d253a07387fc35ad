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

import java.io.Serial;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;
import org.springframework.core.ResolvableType;
import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.Elvis;
import org.springframework.expression.spel.ast.Indexer;
import org.springframework.expression.spel.ast.InlineList;
import org.springframework.expression.spel.ast.InlineMap;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.OpPlus;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.StringLiteral;
import org.springframework.expression.spel.ast.Ternary;
import org.springframework.expression.spel.ast.VariableReference;
import org.springframework.expression.spel.support.ReflectivePropertyAccessor;
import org.springframework.util.ClassUtils;

/**
 * Follows an expression by the declared types of the arguments, as far as they say
 * something. A type that is not known is {@link ResolvableType#NONE}: what it has is seen
 * when the method is called.
 */
final class ExpressionType {

	private static final Members members = new Members();

	private final Map<String, ResolvableType> variables;

	/**
	 * Creates an instance.
	 * @param variables the types of the variables, by their names with a {@code #}
	 */
	ExpressionType(Map<String, ResolvableType> variables) {
		this.variables = variables;
	}

	/**
	 * Makes sure that known types have what an expression asks them for.
	 * @param node the expression
	 * @throws UnknownMember if one does not
	 */
	void check(SpelNode node) {
		ResolvableType unused = single(node);
		for (int i = 0; i < node.getChildCount(); i++) {
			if (!(node instanceof CompoundExpression) || node.getChild(i).getChildCount() > 0) {
				check(node.getChild(i));
			}
		}
	}

	/**
	 * Finds the types that the value of an expression may have.
	 * @param node the expression
	 * @return one type for each branch
	 */
	List<ResolvableType> results(SpelNode node) {
		if (node instanceof Ternary) {
			return both(results(node.getChild(1)), results(node.getChild(2)));
		}
		if (node instanceof Elvis) {
			List<ResolvableType> given = results(node.getChild(0)).stream().map(ExpressionType::unwrapped).toList();
			return both(given, results(node.getChild(1)));
		}
		return List.of(single(node));
	}

	/**
	 * Finds the types whose texts may become the text of an expression, or a part of it.
	 * @param node the expression
	 * @return one type for each branch and part
	 */
	List<ResolvableType> parts(SpelNode node) {
		if (node instanceof OpPlus && node.getChildCount() == 2) {
			return both(parts(node.getChild(0)), parts(node.getChild(1)));
		}
		if (node instanceof Ternary) {
			return both(parts(node.getChild(1)), parts(node.getChild(2)));
		}
		if (node instanceof Elvis) {
			return both(results(node), parts(node.getChild(1)));
		}
		return results(node);
	}

	private static List<ResolvableType> both(List<ResolvableType> some, List<ResolvableType> others) {
		return Stream.concat(some.stream(), others.stream()).toList();
	}

	private ResolvableType single(SpelNode node) {
		if (!(node instanceof CompoundExpression)) {
			return step(ResolvableType.NONE, node);
		}
		ResolvableType type = ResolvableType.NONE;
		for (int i = 0; i < node.getChildCount(); i++) {
			type = step(type, node.getChild(i));
		}
		return type;
	}

	private ResolvableType step(ResolvableType type, SpelNode node) {
		if (node instanceof VariableReference) {
			return this.variables.getOrDefault(node.toStringAST(), ResolvableType.NONE);
		}
		if (node instanceof PropertyOrFieldReference property) {
			ResolvableType owner = property.isNullSafe() ? unwrapped(type) : type;
			return isKnown(owner) ? property(owner, property.getName()) : ResolvableType.NONE;
		}
		if (node instanceof MethodReference method) {
			ResolvableType owner = method.isNullSafe() ? unwrapped(type) : type;
			return isKnown(owner) ? method(owner, method) : ResolvableType.NONE;
		}
		if (node instanceof Indexer) {
			return element(type);
		}
		if (node instanceof Projection || node instanceof InlineList) {
			return ResolvableType.forClass(List.class);
		}
		if (node instanceof InlineMap) {
			return ResolvableType.forClass(Map.class);
		}
		if (node instanceof Selection) {
			// The first or the last one, by ^[] and $[], is an element.
			String text = node.toStringAST();
			return (text.startsWith("^[") || text.startsWith("$[")) ? element(type) : type;
		}
		return (node instanceof StringLiteral) ? ResolvableType.forClass(String.class) : ResolvableType.NONE;
	}

	/** Null-safe operators look into an optional. */
	private static ResolvableType unwrapped(ResolvableType type) {
		return (type.toClass() == Optional.class) ? type.getGeneric() : type;
	}

	private static boolean isKnown(ResolvableType type) {
		Class<?> known = type.resolve();
		return known != null && known != Object.class;
	}

	private static ResolvableType property(ResolvableType type, String name) {
		Class<?> owner = boxed(type);
		Method getter = members.getter(name, owner);
		if (getter != null) {
			return ResolvableType.forMethodReturnType(getter, type.toClass());
		}
		Field field = members.field(name, owner);
		if (field != null) {
			return ResolvableType.forField(field, type);
		}
		if (type.isArray() && name.equals("length")) {
			return ResolvableType.forClass(int.class);
		}
		throw new UnknownMember("the property '" + name + "'", type);
	}

	private static ResolvableType method(ResolvableType type, MethodReference reference) {
		Set<Method> candidates = Arrays.stream(boxed(type).getMethods())
			.filter((method) -> method.getName().equals(reference.getName()))
			.filter((method) -> method.isVarArgs() || method.getParameterCount() == reference.getChildCount())
			.collect(Collectors.toSet());
		if (boxed(type).isInterface()) {
			Arrays.stream(Object.class.getMethods())
				.filter((method) -> method.getName().equals(reference.getName()))
				.forEach(candidates::add);
		}
		if (candidates.isEmpty()) {
			throw new UnknownMember(
					"a method '" + reference.getName() + "' with " + reference.getChildCount() + " arguments", type);
		}
		Set<Class<?>> returned = candidates.stream().map(Method::getReturnType).collect(Collectors.toSet());
		return (returned.size() == 1) ? ResolvableType.forMethodReturnType(candidates.iterator().next(), type.toClass())
				: ResolvableType.NONE;
	}

	private static ResolvableType element(ResolvableType type) {
		if (type.isArray()) {
			return type.getComponentType();
		}
		if (Map.class.isAssignableFrom(type.toClass())) {
			return type.as(Map.class).getGeneric(1);
		}
		return type.as(Collection.class).getGeneric();
	}

	private static Class<?> boxed(ResolvableType type) {
		return ClassUtils.resolvePrimitiveIfNecessary(type.toClass());
	}

	/** Finds members as expressions do. */
	private static final class Members extends ReflectivePropertyAccessor {

		@Nullable Method getter(String name, Class<?> type) {
			return findGetterForProperty(name, type, false);
		}

		@Nullable Field field(String name, Class<?> type) {
			return findField(name, type, false);
		}

	}

	/**
	 * A known type does not have what an expression asks it for.
	 */
	static final class UnknownMember extends RuntimeException {

		@Serial
		private static final long serialVersionUID = 1L;

		UnknownMember(String member, ResolvableType type) {
			super("asks " + type + " for " + member + ", which it does not have");
		}

	}

}
