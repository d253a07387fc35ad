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

package dev.latchkey.spring;

import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMember;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.junit.jupiter.api.Test;

import dev.latchkey.Latchkey;
import dev.latchkey.LockTier;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMembers;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

class ArchitectureTests {

	private static final JavaClasses classes = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages("dev.latchkey.spring");

	@Test
	void thePackagesHaveNoCycles() {
		slices().matching("dev.latchkey.spring.(*)..").should().beFreeOfCycles().check(classes);
	}

	@Test
	void nothingReachesBelowTheLocks() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.latchkey.internal.platform..", "com.sun.jna..")
			.check(classes);
	}

	@Test
	void annotationsNeedNothingOfOursButTheTiers() {
		classes().that()
			.resideInAPackage("dev.latchkey.spring.annotation")
			.should()
			.onlyDependOnClassesThat(resideInAnyPackage("dev.latchkey.spring.annotation", "java..", "org.jspecify..",
					"com.google.errorprone..", "org.springframework.core.annotation..")
				.or(describe("are tiers", (type) -> type.getBaseComponentType().isEquivalentTo(LockTier.class))))
			.check(classes);
	}

	@Test
	void theExecutorKnowsNothingOfThoseWhoUseIt() {
		noClasses().that()
			.resideInAPackage("dev.latchkey.spring")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.latchkey.spring.aop..", "dev.latchkey.spring.actuate..",
					"dev.latchkey.spring.autoconfigure..", "dev.latchkey.spring.diagnostics..")
			.check(classes);
	}

	@Test
	void onlyTheAdaptersNeedOtherLibrariesOfLocks() {
		noClasses().that()
			.resideOutsideOfPackages("dev.latchkey.spring.springintegration", "dev.latchkey.spring.shedlock",
					"dev.latchkey.spring.jdbc", "dev.latchkey.spring.autoconfigure")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.integration..", "net.javacrumbs..", "org.springframework.jdbc..")
			.check(classes);
	}

	@Test
	void onlyTheActuatorPackagesNeedTheActuator() {
		noClasses().that()
			.resideOutsideOfPackages("dev.latchkey.spring.actuate")
			.and()
			.haveSimpleNameNotStartingWith("LocksEndpoint")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.boot.actuate..")
			.check(classes);
	}

	@Test
	void theCoreExportsToThisModuleTheInternalPackagesThatItUses() throws Exception {
		Path core = Path.of(Latchkey.class.getProtectionDomain().getCodeSource().getLocation().toURI());
		Set<String> exported = ModuleFinder.of(core)
			.find("dev.latchkey")
			.orElseThrow()
			.descriptor()
			.exports()
			.stream()
			.filter((exports) -> exports.targets().contains("dev.latchkey.spring"))
			.map(ModuleDescriptor.Exports::source)
			.collect(Collectors.toSet());
		Set<String> used = classes.stream()
			.flatMap((type) -> type.getDirectDependenciesFromSelf().stream())
			.map((dependency) -> dependency.getTargetClass().getBaseComponentType().getPackageName())
			.filter((name) -> name.startsWith("dev.latchkey.internal."))
			.collect(Collectors.toSet());
		assertThat(exported).isEqualTo(used);
	}

	@Test
	void noPublicSignatureNamesAnInternalType() {
		noMembers().that()
			.areDeclaredInClassesThat(arePublic())
			.and(describe("are public or protected", (member) -> isAccessible(member.getModifiers())))
			.should(nameAnInternalType())
			.check(classes);
		noClasses().that(arePublic())
			.should()
			.beAssignableTo(resideInAnyPackage("dev.latchkey.internal.."))
			.check(classes);
	}

	/** The methods of auto-configurations are for Spring, and their parameters beans. */
	private static DescribedPredicate<JavaClass> arePublic() {
		return describe("are public and no auto-configurations",
				(type) -> isPublic(type) && !type.getPackageName().equals("dev.latchkey.spring.autoconfigure"));
	}

	private static boolean isPublic(JavaClass type) {
		return isAccessible(type.getModifiers())
				&& type.getEnclosingClass().map(ArchitectureTests::isPublic).orElse(true);
	}

	private static boolean isAccessible(Set<JavaModifier> modifiers) {
		return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
	}

	private static ArchCondition<JavaMember> nameAnInternalType() {
		return new ArchCondition<>("name an internal type") {
			@Override
			public void check(JavaMember member, ConditionEvents events) {
				types(member).flatMap((type) -> type.getAllInvolvedRawTypes().stream())
					.filter((type) -> type.getPackageName().startsWith("dev.latchkey.internal"))
					.distinct()
					.forEach((type) -> events.add(
							SimpleConditionEvent.satisfied(member, member.getFullName() + " names " + type.getName())));
			}
		};
	}

	private static Stream<JavaType> types(JavaMember member) {
		return (member instanceof JavaField field) ? Stream.of(field.getType())
				: Stream.concat(((JavaCodeUnit) member).getParameterTypes().stream(),
						Stream.of(((JavaCodeUnit) member).getReturnType()));
	}

}
