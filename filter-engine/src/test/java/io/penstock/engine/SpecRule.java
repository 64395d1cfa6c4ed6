// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which rules of the specification a test holds: the section and the rule's id, such as {@code "5.6 F3"} or {@code "4.2 R-VETO"}; a choice of
 * section 11 is {@code "11 C03"}. {@code docs/rules.md} is made from these.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface SpecRule {
    /** Rules, each a section and an id. */
    String[] value();
}
