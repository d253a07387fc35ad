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

import java.util.Set;

import org.springframework.expression.spel.SpelNode;
import org.springframework.expression.spel.ast.Assign;
import org.springframework.expression.spel.ast.BeanReference;
import org.springframework.expression.spel.ast.CompoundExpression;
import org.springframework.expression.spel.ast.ConstructorReference;
import org.springframework.expression.spel.ast.FunctionReference;
import org.springframework.expression.spel.ast.MethodReference;
import org.springframework.expression.spel.ast.Projection;
import org.springframework.expression.spel.ast.PropertyOrFieldReference;
import org.springframework.expression.spel.ast.Selection;
import org.springframework.expression.spel.ast.TypeReference;
import org.springframework.expression.spel.ast.VariableReference;

/**
 * Refuses at start-up what would fail, or silently be null, at the first call.
 */
final class ArgumentExpressionCheck {

	private final String description;

	private final Set<String> variables;

	ArgumentExpressionCheck(String description, Set<String> variables) {
		this.description = description;
		this.variables = variables;
	}

	void check(SpelNode expression) {
		check(expression, true);
	}

	/**
	 * Checks a node and what is below it.
	 * @param node the node
	 * @param rooted whether names without a {@code #} would be looked up in the root,
	 * which there is none of
	 */
	private void check(SpelNode node, boolean rooted) {
		if (node instanceof BeanReference || node instanceof TypeReference || node instanceof ConstructorReference
				|| node instanceof FunctionReference || node instanceof Assign) {
			throw refused("refers to '" + node.toStringAST() + "'",
					"It may use the method's arguments and nothing else: pass what it needs as an argument, or use "
							+ "LockTemplate.");
		}
		if (node instanceof VariableReference) {
			checkVariable(node.toStringAST(), rooted);
		}
		if (rooted && (node instanceof PropertyOrFieldReference || node instanceof MethodReference)) {
			throw refused("has '" + node.toStringAST() + "', which belongs to nothing",
					"Arguments begin with #, as in '#" + node.toStringAST() + "'.");
		}
		for (int i = 0; i < node.getChildCount(); i++) {
			check(node.getChild(i), isRooted(node, i, rooted));
		}
	}

	private static boolean isRooted(SpelNode parent, int child, boolean rooted) {
		if (parent instanceof Projection || parent instanceof Selection) {
			return false;
		}
		return rooted && !(parent instanceof CompoundExpression && child > 0);
	}

	private void checkVariable(String variable, boolean rooted) {
		boolean element = !rooted && variable.equals("#this");
		if (!element && !this.variables.contains(variable)) {
			throw refused("has '" + variable + "', and the method has no such argument", "Use one of " + this.variables
					+ ". Names are known only if the class was compiled with -parameters.");
		}
	}

	private LockDefinitionException refused(String problem, String remedy) {
		return new LockDefinitionException("The " + this.description + " " + problem + ".", remedy, null);
	}

}
