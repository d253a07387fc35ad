package dev.latchkey.spring.autoconfigure;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of the {@code locks} endpoint.
 *
 * @param showValues When to show keys of locks and arguments of processes.
 * @param roles Roles that are shown values when they are shown to authorized users only.
 * When empty, all authenticated users are.
 */
@ConfigurationProperties("management.endpoint.locks")
public record LocksEndpointProperties(@DefaultValue("never") Show showValues, @DefaultValue Set<String> roles) {

}
