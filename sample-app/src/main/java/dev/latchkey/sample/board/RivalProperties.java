package dev.latchkey.sample.board;

import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties of rivals: other instances that this one starts.
 *
 * @param limit How many may run at once.
 * @param arguments What a rival is started with, beside what this instance was started
 * with.
 * @param self Whether this instance is a rival itself: it then ends with the one that has
 * started it, and starts none.
 */
@ConfigurationProperties("sample.rival")
public record RivalProperties(@DefaultValue("5") int limit, @DefaultValue List<String> arguments, boolean self) {

}
