package dev.latchkey.spring.actuate;

import java.util.Set;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.web.annotation.EndpointWebExtension;

/**
 * The {@link LocksEndpoint} on the web, where it is known who asks.
 */
@EndpointWebExtension(endpoint = LocksEndpoint.class)
public class LocksEndpointWebExtension {

	private final LocksEndpoint endpoint;

	private final Show showValues;

	private final Set<String> roles;

	/**
	 * Create an extension.
	 * @param endpoint the endpoint
	 * @param showValues when to show keys of locks and arguments of processes
	 * @param roles who is authorized; if empty, all who are authenticated
	 */
	public LocksEndpointWebExtension(LocksEndpoint endpoint, Show showValues, Set<String> roles) {
		this.endpoint = endpoint;
		this.showValues = showValues;
		this.roles = Set.copyOf(roles);
	}

	/**
	 * Describe all locks.
	 * @param securityContext who asks
	 * @return the locks
	 */
	@ReadOperation
	public LocksDescriptor locks(SecurityContext securityContext) {
		return this.endpoint.locks(this.showValues.isShown(securityContext, this.roles));
	}

}
