package dev.latchkey.spring.autoconfigure;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Lazy;

import dev.latchkey.keyed.MutationSerializer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the serializer of this JVM: what
 * is not a bean may use the same keys.
 */
@AutoConfiguration(after = LatchkeyAutoConfiguration.class)
@ConditionalOnBean(LatchkeyAutoConfiguration.class)
public final class MutationSerializerAutoConfiguration {

	@Bean
	@Lazy
	@ConditionalOnMissingBean
	MutationSerializer mutationSerializer() {
		return MutationSerializer.shared();
	}

}
