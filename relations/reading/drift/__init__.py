"""Whether an actor moves from one pole towards another, as far as the record says.

==============  ===============================================================
``asking``      words of a URL as a question
``kinds``       kinds of ties and stances, what each counts, and how to change it
``poles``       a country, an organization, or the members of one as of each day
``tracks``      several lives side by side: what held between their steps
``rows``        what is read from the database: of the actor and the poles, no more
``ties``        those rows as ties of :mod:`relations.analysis`
``spoken``      positions, and the statements they stand in, as they are read
``stances``     what the actor says of each pole, and each pole of the actor
``series``      the figures over time, and the events that moved them
``coverage``    how much of the record there is, by decade, and what is missing
``accounts``    where two sources of records agree, where not, and why
``words``       what changed, what did not, and what is too thin to say
``frame``       what the curves share
``pictures``    the curves
``table``       the figures behind them, for CSV
``example``     the worked example of the method page
``page``        all of it together, for the page, the API and the command
==============  ===============================================================
"""
