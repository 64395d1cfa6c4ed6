// SPDX-License-Identifier: Apache-2.0
package io.penstock.cli.top;

/**
 * Final verdicts on the packets of one agent and host, in packets, since the view was opened.
 *
 * @param agent name of the agent
 * @param host whose traffic
 */
record AgentVerdicts(String agent, String host, long permit, long block, long absorb, long malformed) {
    long packets() {
        return permit + block + absorb + malformed;
    }

    AgentVerdicts plus(AgentVerdicts more) {
        return new AgentVerdicts(
                agent,
                host,
                permit + more.permit,
                block + more.block,
                absorb + more.absorb,
                malformed + more.malformed);
    }
}
