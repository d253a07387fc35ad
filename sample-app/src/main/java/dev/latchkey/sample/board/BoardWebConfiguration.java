package dev.latchkey.sample.board;

import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/**
 * Puts the guard before everything of the board.
 */
@Configuration(proxyBeanMethods = false)
class BoardWebConfiguration implements WebMvcConfigurer {

	@Override
	public void addInterceptors(InterceptorRegistry registry) {
		registry.addInterceptor(new BoardGuard()).addPathPatterns("/board/**");
	}

}
