// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Firewood: whoever takes pieces pays by declared means
/// @notice Parties: the members who take wood, the provider whom they pay, the devices that see it.
/// A piece costs the base price times the multiplier of the bracket that holds the taker's declared monthly means.
/// At a probability of event and of person that both reach the cut-off, the taker is charged up to what the balance
/// holds and the rest is recorded as owed to the provider; below it a person has to review. An observation counts once.
/// @dev Amounts are in a unit's smallest part, probabilities in 10^-9, instants in seconds. Everything of a member lies
/// in one slot, a taking in two, so that an observation writes as little as it can.
contract Firewood {
    struct Observation {
        bytes32 id;
        address by;
        uint32 count;
        uint32 massG;
        uint40 seenAt;
        uint32 pEvent;
        uint32 pPerson;
    }

    struct Bracket {
        /// Inclusive.
        uint64 from;
        uint32 multiplier;
    }

    struct Account {
        uint64 balance;
        uint64 owed;
        uint64 monthlyMeans;
        bool joined;
    }

    struct Taking {
        bytes32 id;
        uint40 seenAt;
        uint32 count;
        uint64 price;
    }

    /// A queue: what lies in [first, next) can still be returned.
    struct Takings {
        uint64 first;
        uint64 next;
        mapping(uint64 index => Taking) items;
    }

    event Posting(bytes32 indexed id, address indexed from, address indexed to, uint256 charged, uint256 owed);
    event Review(bytes32 indexed id, address indexed by, uint256 count, uint256 massG, uint256 pEvent, uint256 pPerson);

    error NotTheOperator();
    error NotADevice();
    error NotAMember(address by);

    address public immutable operator;
    address public immutable provider;
    uint64 public immutable basePrice;
    uint32 public immutable pMin;
    uint40 public immutable returnWindow;

    /// By ascending `from`; the first starts at zero.
    Bracket[] private _brackets;
    mapping(address device => bool) public isDevice;
    mapping(address member => Account) public accounts;
    mapping(address member => mapping(uint256 day => Takings)) private _takings;
    mapping(bytes32 id => bool) public isKnown;

    constructor(
        address provider_, address device, uint64 basePrice_, uint32 pMin_, uint40 returnWindow_, Bracket[] memory brackets
    ) {
        operator = msg.sender;
        provider = provider_;
        basePrice = basePrice_;
        pMin = pMin_;
        returnWindow = returnWindow_;
        isDevice[device] = true;
        for (uint256 i = 0; i < brackets.length; ++i) _brackets.push(brackets[i]);
    }

    function admit(address member, uint64 monthlyMeans, uint64 balance) external {
        if (msg.sender != operator) revert NotTheOperator();
        accounts[member] = Account({balance: balance, owed: 0, monthlyMeans: monthlyMeans, joined: true});
    }

    function observe(Observation calldata observation) external {
        if (!isDevice[msg.sender]) revert NotADevice();
        _observe(observation);
    }

    function observeMany(Observation[] calldata observations) external {
        if (!isDevice[msg.sender]) revert NotADevice();
        for (uint256 i = 0; i < observations.length; ++i) _observe(observations[i]);
    }

    /// What the member took that day and can still return.
    function takingsOf(address member, uint256 day) external view returns (Taking[] memory taken) {
        Takings storage queue = _takings[member][day];
        taken = new Taking[](queue.next - queue.first);
        for (uint64 i = 0; i < taken.length; ++i) taken[i] = queue.items[queue.first + i];
    }

    function _observe(Observation calldata observation) private {
        if (isKnown[observation.id]) return;
        isKnown[observation.id] = true;

        Account memory taker = accounts[observation.by];
        if (!taker.joined) revert NotAMember(observation.by);

        if (observation.pEvent < pMin || observation.pPerson < pMin) {
            emit Review(
                observation.id, observation.by, observation.count, observation.massG, observation.pEvent, observation.pPerson
            );
            return;
        }

        uint64 price = observation.count * basePrice * _multiplier(taker.monthlyMeans);
        uint64 charged = price < taker.balance ? price : taker.balance;
        taker.balance -= charged;
        taker.owed += price - charged;
        accounts[observation.by] = taker;
        accounts[provider].balance += charged;
        _keep(observation, price);
        emit Posting(observation.id, observation.by, provider, charged, price - charged);
    }

    function _multiplier(uint64 monthlyMeans) private view returns (uint64) {
        uint256 i = _brackets.length - 1;
        while (monthlyMeans < _brackets[i].from) --i;
        return _brackets[i].multiplier;
    }

    /// Drops what has left the return window and adds the new taking.
    function _keep(Observation calldata observation, uint64 price) private {
        Takings storage queue = _takings[observation.by][observation.seenAt / 1 days];
        (uint64 first, uint64 next) = (queue.first, queue.next);
        while (first < next && queue.items[first].seenAt + returnWindow < observation.seenAt) delete queue.items[first++];
        queue.items[next] = Taking({id: observation.id, seenAt: observation.seenAt, count: observation.count, price: price});
        (queue.first, queue.next) = (first, next + 1);
    }
}
