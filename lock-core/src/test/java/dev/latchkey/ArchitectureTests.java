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

package dev.latchkey;

import java.util.Set;
import java.util.stream.Stream;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

import dev.latchkey.internal.platform.FileCalls;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noConstructors;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * The packages, and which may depend on which.
 */
class ArchitectureTests {

	private static final String ROOT = "dev.latchkey";

	private static final String SYSTEM = "dev.latchkey.internal.platform..";

	private static final String[] MECHANISMS = { "dev.latchkey.internal.wait", "dev.latchkey.internal.lockfile",
			"dev.latchkey.internal.holders", "dev.latchkey.internal.spawn" };

	/**
	 * Each may know the root, the acquisition, the mechanisms, and none of the others.
	 */
	private static final String LOCKS = "dev.latchkey.internal.(claim|named|heldfile|pack|writer|pidfile|waits)..";

	private final JavaClasses classes = new ClassFileImporter().withImportOption(new ImportOption.DoNotIncludeTests())
		.importPackages(ROOT);

	@Test
	void theRootKnowsNothingButItself() {
		check(classes().that()
			.resideInAPackage(ROOT)
			.and(not(latchkey()))
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT, "java..", "org.jspecify..", "com.google.errorprone.annotations"));
	}

	@Test
	void theSystemKnowsOnlyTheRoot() {
		check(classes().that()
			.resideInAPackage(SYSTEM)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(ROOT, SYSTEM, "java..", "com.sun.jna..", "com.sun.nio.file..", "org.jspecify..",
					"com.google.errorprone.annotations"));
	}

	@Test
	void theMechanismsKnowNeitherAcquisitionsNorLockTypes() {
		check(noClasses().that()
			.resideInAnyPackage(MECHANISMS)
			.should()
			.dependOnClassesThat(resideOutsideOfPackages(ROOT, "dev.latchkey.internal.platform",
					"dev.latchkey.internal.wait", "dev.latchkey.internal.lockfile", "dev.latchkey.internal.holders",
					"dev.latchkey.internal.spawn", "java..", "org.jspecify..", "com.google.errorprone.annotations")));
	}

	@Test
	void locksDoNotKnowEachOther() {
		check(slices().matching(LOCKS).should().notDependOnEachOther());
	}

	@Test
	void theAcquisitionKnowsNoLockType() {
		check(noClasses().that()
			.resideInAnyPackage("dev.latchkey.internal.acquire", "dev.latchkey.internal.ephemeral")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("dev.latchkey.internal.claim..", "dev.latchkey.internal.named..",
					"dev.latchkey.internal.heldfile..", "dev.latchkey.internal.pack..",
					"dev.latchkey.internal.writer..", "dev.latchkey.internal.pidfile..",
					"dev.latchkey.internal.waits.."));
	}

	@Test
	void nothingButTheSystemNamesASystem() {
		check(noClasses().that()
			.resideOutsideOfPackage(SYSTEM)
			.and()
			.doNotHaveFullyQualifiedName("dev.latchkey.internal.platforms.Platforms")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("dev.latchkey.internal.platform.*.."));
	}

	@Test
	void nullsAreMarkedInEachPackage() {
		assertThat(this.classes.stream()
			.map(JavaClass::getPackage)
			.filter((each) -> !each.isAnnotatedWith(NullMarked.class))
			.map(JavaPackage::getName)
			.distinct()).isEmpty();
	}

	@Test
	void thereAreNoCycles() {
		check(slices().matching("dev.latchkey.(**)")
			.should()
			.beFreeOfCycles()
			.ignoreDependency(latchkey(), alwaysTrue()));
	}

	@Test
	void nativeCodeIsCalledByTheSystemOnly() {
		check(noClasses().that()
			.resideOutsideOfPackage(SYSTEM)
			.should()
			.dependOnClassesThat()
			.resideInAPackage("com.sun.jna.."));
	}

	/** What opens a file by itself fails although idle files could be closed. */
	@Test
	void filesAreOpenedInOnePlace() {
		DescribedPredicate<JavaMethodCall> opening = describe("open a file",
				(call) -> call.getTargetOwner().isEquivalentTo(FileCalls.class)
						&& Set.of("open", "openToLook", "create", "createNameless", "list").contains(call.getName()));
		check(noClasses().that()
			.doNotHaveFullyQualifiedName("dev.latchkey.internal.lockfile.FileOpener")
			.should()
			.callMethodWhere(opening));
	}

	/** It is there only where the application has it. */
	@Test
	void contextPropagationIsTouchedInOnePlace() {
		check(noClasses().that()
			.doNotHaveFullyQualifiedName("dev.latchkey.order.TaskStackAccessor")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("io.micrometer.."));
	}

	/** It is there only where the JVM and the application have it. */
	@Test
	void theFlightRecorderIsTouchedInOnePackage() {
		check(noClasses().that()
			.resideOutsideOfPackage("dev.latchkey.internal.flightrecorder")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("jdk.jfr..")
			.orShould()
			.dependOnClassesThat()
			.areAssignableTo("jdk.jfr.Event"));
	}

	@Test
	void jacksonIsNeededForTheStateOfDaemonsOnly() {
		check(noClasses().that()
			.doNotHaveFullyQualifiedName("dev.latchkey.daemon.DaemonStateJson")
			.and()
			.haveNameNotMatching("dev\\.latchkey\\.daemon\\.DaemonStateJson\\$.*")
			.should()
			.dependOnClassesThat()
			.resideInAnyPackage("tools.jackson..", "com.fasterxml.."));
	}

	@Test
	void theJdksOwnFileLocksAreNotMixedIn() {
		check(noClasses().that()
			.resideOutsideOfPackage("dev.latchkey.internal.platform.portable")
			.should()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.nio.channels.FileLock")
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("java.nio.channels.FileChannel"));
	}

	@Test
	void noSignatureOfAPublicPackageNamesAnInternalType() {
		check(noMethods().that().areDeclaredInClassesThat(exported()).and().arePublic().should(nameAnInternalType()));
		check(noConstructors().that()
			.areDeclaredInClassesThat(exported())
			.and()
			.arePublic()
			.should(nameAnInternalType()));
		check(noClasses().that(exported()).should(extendAnInternalType()));
	}

	private static DescribedPredicate<JavaClass> exported() {
		return describe("are public and exported", (type) -> type.getModifiers().contains(JavaModifier.PUBLIC)
				&& !type.getPackageName().startsWith("dev.latchkey.internal"));
	}

	private static ArchCondition<JavaCodeUnit> nameAnInternalType() {
		return new ArchCondition<>("name an internal type") {
			@Override
			public void check(JavaCodeUnit unit, ConditionEvents events) {
				Stream.concat(unit.getRawParameterTypes().stream(), Stream.of(unit.getRawReturnType()))
					.filter(ArchitectureTests::isInternal)
					.forEach((type) -> events
						.add(SimpleConditionEvent.satisfied(unit, unit.getFullName() + " names " + type.getName())));
			}
		};
	}

	private static ArchCondition<JavaClass> extendAnInternalType() {
		return new ArchCondition<>("extend an internal type") {
			@Override
			public void check(JavaClass type, ConditionEvents events) {
				Stream.concat(type.getAllRawSuperclasses().stream(), type.getAllRawInterfaces().stream())
					.filter(ArchitectureTests::isInternal)
					.forEach((other) -> events
						.add(SimpleConditionEvent.satisfied(type, type.getName() + " extends " + other.getName())));
			}
		};
	}

	private static boolean isInternal(JavaClass type) {
		return type.getBaseComponentType().getPackageName().startsWith("dev.latchkey.internal");
	}

	@Test
	void exceptionsHaveOneRoot() {
		check(classes().that()
			.areAssignableTo(Exception.class)
			.should()
			.beAssignableTo(LatchkeyException.class)
			.andShould()
			.resideInAPackage(ROOT));
	}

	/** The one class of the root that creates internal objects. */
	private static DescribedPredicate<JavaClass> latchkey() {
		return belongToAnyOf(Latchkey.class);
	}

	private void check(ArchRule rule) {
		rule.check(this.classes);
	}

}
