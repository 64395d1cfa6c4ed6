// SPDX-License-Identifier: Apache-2.0
package io.penstock.engine.bfe;

import io.penstock.engine.policy.Policy;
import io.penstock.engine.policy.PolicySettings;

/**
 * What a committed write transaction has made of the policy (spec 1.4). The policy is compiled when it is first asked for, so that a row of small
 * transactions costs little. Immutable to those who look; any thread.
 */
public final class PolicyCommit {
    private final long revision;
    private final PolicySettings settings;
    private final ObjectStore objects;
    private Policy policy;

    PolicyCommit(long revision, PolicySettings settings, ObjectStore objects) {
        this.revision = revision;
        this.settings = settings;
        this.objects = objects;
    }

    /** Number of the commit; only rises. */
    public long revision() {
        return revision;
    }

    /** The objects that verdicts can depend on, compiled. Boot-time and disabled filters are in it and take no part (spec 1.5). */
    public synchronized Policy policy() {
        if (policy == null) {
            policy = PolicyCompiler.compile(settings, objects);
        }
        return policy;
    }

    ObjectStore objects() {
        return objects;
    }
}
