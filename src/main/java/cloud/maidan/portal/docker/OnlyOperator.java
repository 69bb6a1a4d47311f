package cloud.maidan.portal.docker;

import cloud.maidan.portal.subject.OnlyIn;
import cloud.maidan.portal.subject.ProcessRole;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Exists only in a process that {@code portal.roles} gives the role of operator: the one that may reach the engine. */
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@OnlyIn(ProcessRole.OPERATOR)
public @interface OnlyOperator {}
